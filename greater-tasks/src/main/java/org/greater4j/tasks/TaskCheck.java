package org.greater4j.tasks;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What is right and wrong with a file of examples.
 *
 * @param rows rows that were read, bad ones counted
 * @param problems one line each, naming file and line, in the order of the file
 * @param task null if there are problems
 */
public record TaskCheck(
        int rows, List<String> problems, @Nullable Task task) {
    private static final Pattern LINE = Pattern.compile(".*?:(\\d+): .*", Pattern.DOTALL);

    public TaskCheck {
        problems = problems.stream()
                .sorted(Comparator.comparingLong(TaskCheck::line))
                .toList();
    }

    /** The number of rows with a problem. */
    public int badRows() {
        return (int) problems.stream()
                .mapToLong(TaskCheck::line)
                .filter(line -> line > 0)
                .distinct()
                .count();
    }

    // problems of the whole file come first
    private static long line(String problem) {
        Matcher line = LINE.matcher(problem);
        return line.matches() ? Long.parseLong(line.group(1)) : 0;
    }
}
