package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.evaluate.RunsComparison;

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
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("measured on", "found on", "method"));
        header.addAll(tasks);
        return new Grid(
                "Accuracy on held-out examples, in per cent: initial prompt → prompt found elsewhere",
                header,
                3,
                rows,
                List.of("▲ better, ▼ worse than the initial prompt on the same model and rows, by the test below."));
    }

    private String cell(Source source, String task) {
        return table.entries().stream()
                .filter(entry -> entry.task().equals(task)
                        && new Source(entry.to(), entry.from(), entry.method()).equals(source))
                .findFirst()
                .map(entry -> percent(entry.initial().mean()) + " → "
                        + percent(entry.transferred().mean())
                        + switch (entry.comparison().verdict()) {
                            case BETTER -> " ▲";
                            case WORSE -> " ▼";
                            case NO_DIFFERENCE_SHOWN -> "";
                        })
                .orElse(NOTHING);
    }

    private Grid tests() {
        List<List<String>> rows = new ArrayList<>();
        for (TransferTable.Entry entry : table.entries()) {
            RunsComparison comparison = entry.comparison();
            rows.add(List.of(
                    entry.to(),
                    entry.from(),
                    entry.method(),
                    entry.task(),
                    Integer.toString(comparison.runs()),
                    points(comparison.difference()),
                    points(comparison.interval().low()) + " to "
                            + points(comparison.interval().high()),
                    Integer.toString(comparison.fixed()),
                    Integer.toString(comparison.broken()),
                    comparison.questionsPValue() < 0.0001
                            ? "< 0.0001"
                            : String.format(Locale.ROOT, "%.4f", comparison.questionsPValue()),
                    comparison.verdict().label()));
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
                                + " number of rows of this table. Interval: paired bootstrap over questions."));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%+.1f", 100 * share);
    }
}
