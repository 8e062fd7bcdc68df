package org.greater4j.app.study;

import java.nio.file.Path;
import org.greater4j.app.RunConfig;
import org.greater4j.task.Split;
import org.greater4j.task.Task;

/**
 * One run of a study.
 *
 * @param model name in the table
 * @param taskName name in the table
 * @param method name in the table
 * @param seed of split and search
 * @param config all that the run is told
 * @param task what the configuration names, loaded
 */
public record StudyCell(String model, String taskName, String method, long seed, RunConfig config, Task task) {
    /** Where the run lies below the study's directory. */
    public Path path() {
        return Path.of(plain(model), plain(taskName), plain(method), "seed-" + seed);
    }

    /** The rows of the run. */
    public Split split() {
        return Split.of(task, config.sizes(), seed);
    }

    /** All of its place in the grid, such as {@code gen/sentiment, greater, seed 1}. */
    public String describe() {
        return taskName + ", " + method + ", seed " + seed;
    }

    /** A name as part of a path. */
    public static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^[-.]+|-+$", "");
        return plain.isEmpty() ? "-" : plain;
    }
}
