package org.greater4j.app;

import java.util.List;
import org.greater4j.tasks.TaskCatalogue;

/**
 * A task that has a name, for lists to choose from.
 *
 * @param description one line
 * @param generated whether its examples are made in the program, so that nothing has to be fetched
 */
public record NamedTask(String name, String description, boolean generated) {
    /** All of them, the generated ones first. */
    public static List<NamedTask> all() {
        return TaskCatalogue.entries().stream()
                .map(entry -> new NamedTask(entry.name(), entry.description(), entry.generated()))
                .toList();
    }
}
