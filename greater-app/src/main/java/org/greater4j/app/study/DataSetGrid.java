package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table in the shape of the paper's table 1: methods as rows, and a column for each model and data set. */
final class DataSetGrid {
    private final StudyTable table;
    private final List<Column> columns;

    /** @param tasks number of tasks that the figures are means over */
    private record Column(String model, String dataSet, int tasks) {}

    private DataSetGrid(StudyTable table) {
        this.table = table;
        this.columns = table.summaries().stream()
                .map(summary -> new Column(summary.model(), summary.dataSet(), summary.tasks()))
                .distinct()
                .toList();
    }

    /** For people; none if the study has nothing of the paper's data sets. */
    static Optional<Grid> of(StudyTable table) {
        return table.summaries().stream().allMatch(summary -> summary.dataSet().equals(PaperFigures.OTHER))
                ? Optional.empty()
                : Optional.of(new DataSetGrid(table).grid());
    }

    /** Lines of cells for programs, the header first: shares in 0 .. 1, each followed by the paper's figure, empty where there is none. */
    static List<List<String>> lines(StudyTable table) {
        return new DataSetGrid(table).lines();
    }

    private Grid grid() {
        List<String> header = new ArrayList<>(List.of("method"));
        columns.forEach(column -> header.add(title(column)));
        List<List<String>> rows = new ArrayList<>();
        for (String method : table.methods()) {
            List<String> row = new ArrayList<>(List.of(method));
            for (Column column : columns) {
                StudyTable.@Nullable Summary summary = summary(column, method);
                row.add(
                        summary == null
                                ? StudyGrids.NOTHING
                                : StudyGrids.number(summary.mean(), summary.spread())
                                        + StudyGrids.paper(summary.paper()));
            }
            rows.add(row);
        }
        List<String> notes = new ArrayList<>(List.of(
                "Columns of several tasks: mean over the tasks that every method finished, ± sample standard deviation of that mean"
                        + " over seeds."));
        if (table.summaries().stream().anyMatch(summary -> summary.paper() != null)) {
            notes.add(StudyGrids.PAPER);
        }
        return new Grid("By data set, in per cent", header, 1, rows, notes);
    }

    private List<List<String>> lines() {
        List<String> header = new ArrayList<>(List.of("method"));
        columns.forEach(column -> header.addAll(List.of(title(column), title(column) + ", paper")));
        List<List<String>> lines = new ArrayList<>(List.of(header));
        for (String method : table.methods()) {
            List<String> line = new ArrayList<>(List.of(method));
            for (Column column : columns) {
                StudyTable.@Nullable Summary summary = summary(column, method);
                line.add(summary == null ? "" : share(summary.mean()));
                line.add(summary == null || summary.paper() == null ? "" : share(summary.paper()));
            }
            lines.add(line);
        }
        return lines;
    }

    private StudyTable.@Nullable Summary summary(Column column, String method) {
        return table.summaries().stream()
                .filter(summary -> summary.method().equals(method)
                        && new Column(summary.model(), summary.dataSet(), summary.tasks()).equals(column))
                .findFirst()
                .orElse(null);
    }

    private String title(Column column) {
        String dataSet = column.dataSet().equals(PaperFigures.OTHER)
                ? "other"
                : column.dataSet().toUpperCase(Locale.ROOT);
        boolean mean = column.tasks() > 1
                || Stream.of(PaperFigures.BBH, PaperFigures.OTHER).anyMatch(column.dataSet()::equals);
        String tasks = column.tasks() == 1 ? " (1 task)" : " (mean of " + column.tasks() + " tasks)";
        String model = table.models().size() > 1 ? column.model() + ": " : "";
        return model + dataSet + (mean ? tasks : "");
    }

    private static String share(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }
}
