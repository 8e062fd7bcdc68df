package org.greater4j.bench;

import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.TaskChoice;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/** A task as the measurements' arguments name it. */
final class NamedTask {
    private NamedTask() {}

    /** @param data where its files are; not heeded for tasks that are generated */
    static Task load(String name, @Nullable String data) {
        TaskChoice named = TaskChoice.named(name);
        String folder = name.startsWith("gen/") || data == null
                ? null
                : Path.of(data).toAbsolutePath().toString();
        return new TaskChoice(
                        named.name(),
                        folder,
                        null,
                        null,
                        named.answerFormat(),
                        List.of(),
                        null,
                        named.seed(),
                        null,
                        null)
                .load();
    }
}
