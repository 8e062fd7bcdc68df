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
    private static final Pattern PLACE = Pattern.compile(".*?:(\\d+)(?:#(\\d+))?: .*", Pattern.DOTALL);

    public TaskCheck {
        problems = problems.stream()
                .sorted(Comparator.comparing(TaskCheck::place, Place.IN_FILE))
                .toList();
    }

    /** The number of rows with a problem. */
    public int badRows() {
        return (int) problems.stream()
                .map(TaskCheck::place)
                .filter(place -> place.line > 0)
                .distinct()
                .count();
    }

    /** The row of a problem: on which line it begins, and as which one of that line. */
    private record Place(long line, long row) {
        static final Comparator<Place> IN_FILE =
                Comparator.comparingLong(Place::line).thenComparingLong(Place::row);
    }

    // problems of the whole file come first
    private static Place place(String problem) {
        Matcher place = PLACE.matcher(problem);
        if (!place.matches()) {
            return new Place(0, 0);
        }
        return new Place(Long.parseLong(place.group(1)), place.group(2) == null ? 1 : Long.parseLong(place.group(2)));
    }
}
