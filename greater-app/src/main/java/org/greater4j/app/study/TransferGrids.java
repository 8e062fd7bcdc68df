package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.TasksComparison;
import org.jspecify.annotations.Nullable;

/** A {@link TransferTable} as people read it: targets as rows and tasks as columns, then the tests. */
final class TransferGrids {
    private static final String NOTHING = "–";

    private final TransferTable table;

    TransferGrids(TransferTable table) {
        this.table = table;
    }

    private record Source(String to, String from, String method) {}

    List<Grid> all() {
        return List.of(accuracies(), tests());
    }

    private Grid accuracies() {
        List<String> tasks = table.entries().stream()
                .map(TransferTable.Entry::task)
                .distinct()
                .toList();
        List<Source> sources = table.entries().stream()
                .map(entry -> new Source(entry.to(), entry.from(), entry.method()))
                .distinct()
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (Source source : sources) {
            List<String> row = new ArrayList<>(List.of(source.to(), source.from(), source.method()));
            tasks.forEach(task -> row.add(cell(source, task)));
            if (!table.means().isEmpty()) {
                row.add(mean(source));
            }
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("measured on", "found on", "method"));
        header.addAll(tasks);
        if (!table.means().isEmpty()) {
            header.add("mean");
        }
        return new Grid(
                "Accuracy on held-out examples, in per cent: initial prompt → prompt found elsewhere",
                header,
                3,
                rows,
                notes());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("▲ better, ▼ worse than the initial prompt on the same model and rows, by the test below.");
        table.means().stream()
                .map(mean -> "Mean on " + mean.to() + ": over " + String.join(", ", mean.tasks())
                        + ", which all of its rows have.")
                .distinct()
                .forEach(notes::add);
        table.missing()
                .forEach(missing ->
                        notes.add("Missing: " + missing.lines().findFirst().orElse("")));
        return notes;
    }

    private String mean(Source source) {
        return table.means().stream()
                .filter(mean -> new Source(mean.to(), mean.from(), mean.method()).equals(source))
                .findFirst()
                .map(mean -> StudyGrids.percent(mean.initial()) + " → " + StudyGrids.percent(mean.transferred()))
                .orElse(NOTHING);
    }

    private String cell(Source source, String task) {
        return table.entries().stream()
                .filter(entry -> entry.task().equals(task)
                        && new Source(entry.to(), entry.from(), entry.method()).equals(source))
                .findFirst()
                .map(entry -> StudyGrids.percent(entry.initial().mean()) + " → "
                        + StudyGrids.percent(entry.transferred().mean())
                        + mark(entry.comparison()))
                .orElse(NOTHING);
    }

    private static String mark(@Nullable RunsComparison comparison) {
        return comparison == null ? "" : StudyGrids.mark(comparison.verdict());
    }

    private Grid tests() {
        List<List<String>> rows = new ArrayList<>();
        for (TransferTable.Entry entry : table.entries()) {
            RunsComparison comparison = entry.comparison();
            if (comparison == null) {
                continue;
            }
            rows.add(List.of(
                    entry.to(),
                    entry.from(),
                    entry.method(),
                    entry.task(),
                    Integer.toString(comparison.runs()),
                    StudyGrids.points(comparison.difference()),
                    StudyGrids.interval(comparison.interval(), true),
                    Integer.toString(comparison.fixed()),
                    Integer.toString(comparison.broken()),
                    StudyGrids.pValue(comparison.questionsPValue()),
                    comparison.verdict().label()));
        }
        for (TransferTable.Mean mean : table.means()) {
            TasksComparison comparison = mean.comparison();
            rows.add(List.of(
                    mean.to(),
                    mean.from(),
                    mean.method(),
                    "mean of " + comparison.tasks() + " tasks",
                    NOTHING,
                    StudyGrids.points(comparison.difference()),
                    StudyGrids.interval(comparison.interval(), true),
                    NOTHING,
                    NOTHING,
                    StudyGrids.pValue(comparison.pValue()),
                    comparison.better() + " better, " + comparison.worse() + " worse"));
        }
        return new Grid(
                "Against the initial prompt, on the same model and rows",
                List.of(
                        "measured on",
                        "found on",
                        "method",
                        "task",
                        "runs",
                        "points",
                        "95 % interval",
                        "fixed",
                        "broken",
                        "p",
                        "shown"),
                4,
                rows,
                List.of(
                        "p: exact sign-flip test over questions (with one run the exact McNemar test), not corrected for the"
                                + " number of rows of this table. Interval: paired bootstrap over questions."
                                + (table.means().isEmpty()
                                        ? ""
                                        : " In rows of means both are over tasks, of which it takes six for p to fall below"
                                                + " 0.05.")));
    }
}
