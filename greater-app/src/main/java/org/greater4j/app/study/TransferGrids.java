package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.TasksComparison;
import org.jspecify.annotations.Nullable;

/** A {@link TransferTable} as people read it: targets as rows and tasks as columns, then the tests. */
final class TransferGrids {
    private static final String NOTHING = "–";
    private static final double MOST = 0.5;

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
        table.entries().stream()
                .filter(entry -> Math.min(unanswered(entry.initial()), unanswered(entry.transferred())) > MOST)
                .map(TransferTable.Entry::to)
                .distinct()
                .map(to -> "Most replies of " + to
                        + " hold no answer that could be read on some tasks, whatever the prompt, as is"
                        + " common with base models that were trained on no chats. Accuracies there tell of the form of the replies"
                        + " first.")
                .forEach(notes::add);
        table.missing()
                .forEach(missing ->
                        notes.add("Missing: " + missing.lines().findFirst().orElse("")));
        return notes;
    }

    private static double unanswered(RunsAccuracy accuracy) {
        int measured = accuracy.right() + accuracy.wrong() + accuracy.unanswered();
        return measured == 0 ? 0 : (double) accuracy.unanswered() / measured;
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
                    StudyGrids.percent(unanswered(entry.initial())) + " → "
                            + StudyGrids.percent(unanswered(entry.transferred())),
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
                        "unanswered",
                        "p",
                        "shown"),
                4,
                rows,
                List.of(
                        "Unanswered: per cent of the replies in which no answer could be read, before → after. p: exact sign-flip test over questions (with one run the exact McNemar test), not corrected for the"
                                + " number of rows of this table. Interval: paired bootstrap over questions."
                                + (table.means().isEmpty()
                                        ? ""
                                        : " In rows of means both are over tasks, of which it takes six for p to fall below"
                                                + " 0.05.")));
    }
}
