package org.greater4j.app.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.greater4j.app.Methods;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * A grid of runs: tasks × methods × models × seeds.
 *
 * @param name what the study is called
 * @param cells in the order in which they are worked off: all of one model together, so that it is opened once, and there all methods of
 *     one task and seed together
 */
public record StudyPlan(String name, List<StudyCell> cells) {
    public StudyPlan {
        cells = List.copyOf(cells);
    }

    /** Models in the order of the table. */
    public List<String> models() {
        return distinct(StudyCell::model);
    }

    /** Tasks in the order of the table. */
    public List<String> tasks() {
        return distinct(StudyCell::taskName);
    }

    /** Methods in the order of the table. */
    public List<String> methods() {
        return distinct(StudyCell::method);
    }

    /** Seeds in their order. */
    public List<Long> seeds() {
        return cells.stream().map(StudyCell::seed).distinct().toList();
    }

    /** The method that the others are compared with: the first one that leaves the initial prompt as it is; null without one. */
    public @Nullable String reference() {
        return cells.stream()
                .filter(cell -> cell.config().method().equals(Methods.INITIAL.label()))
                .map(StudyCell::method)
                .findFirst()
                .orElse(null);
    }

    /** The search that the others are compared with besides: the first one by gradients, if another one searches too; else null. */
    public @Nullable String rival() {
        if (cells.stream().noneMatch(cell -> Methods.of(cell.config().method()).usesFeedback())) {
            return null;
        }
        return cells.stream()
                .filter(cell -> cell.config().method().equals(Methods.GREATER.label()))
                .map(StudyCell::method)
                .findFirst()
                .orElse(null);
    }

    /** What keeps the cells from being run, one a line; none if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (cells.isEmpty()) {
            problems.add("expected at least one task, method, model and seed, found no cell");
        }
        Map<Path, StudyCell> places = new HashMap<>();
        Map<String, StudyCell> measured = new HashMap<>();
        for (StudyCell cell : cells) {
            StudyCell first = measured.putIfAbsent(cell.taskName(), cell);
            int rows = cell.config().sizes().test();
            if (first != null && first.config().sizes().test() != rows) {
                problems.add(cell.taskName() + ": expected as many test rows for every method, found "
                        + first.config().sizes().test() + " for " + first.method() + " and " + rows + " for "
                        + cell.method() + "; give `test` in `settings` or beside the task");
            }
            StudyCell other = places.put(cell.path(), cell);
            if (other != null) {
                problems.add("expected names that differ as folders, found " + cell.path() + " for " + other.describe()
                        + " and for " + cell.describe() + "; give one of them another name");
            }
            problems.addAll(cell.config().problems());
            try {
                cell.split();
            } catch (GreaterException e) {
                problems.add(cell.taskName() + ": " + e.getMessage());
            }
        }
        return problems.stream().distinct().toList();
    }

    private List<String> distinct(Function<StudyCell, String> name) {
        return cells.stream().map(name).distinct().toList();
    }
}
