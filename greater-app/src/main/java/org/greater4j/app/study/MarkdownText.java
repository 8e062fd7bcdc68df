package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Grids as Markdown. */
final class MarkdownText {
    private MarkdownText() {}

    static String of(String title, List<Grid> grids) {
        StringBuilder text = new StringBuilder("# ").append(title).append('\n');
        for (Grid grid : grids) {
            text.append("\n## ").append(grid.title()).append("\n\n").append(table(grid));
            for (String note : grid.notes()) {
                text.append('\n').append(note).append('\n');
            }
        }
        return text.toString();
    }

    /** One table with columns of equal width. */
    static String table(Grid grid) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(grid.header());
        rows.addAll(grid.rows());
        int[] widths = IntStream.range(0, grid.header().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> escape(row.get(column)).length())
                        .max()
                        .orElse(0))
                .map(width -> Math.max(3, width))
                .toArray();
        StringBuilder text = new StringBuilder(line(grid, grid.header(), widths));
        text.append(IntStream.range(0, widths.length)
                .mapToObj(column ->
                        column < grid.leftColumns() ? "-".repeat(widths[column]) : "-".repeat(widths[column] - 1) + ":")
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        grid.rows().forEach(row -> text.append(line(grid, row, widths)));
        return text.toString();
    }

    private static String line(Grid grid, List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> {
                    String cell = escape(row.get(column));
                    String space = " ".repeat(widths[column] - cell.length());
                    return column < grid.leftColumns() ? cell + space : space + cell;
                })
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escape(String cell) {
        return cell.replace("|", "\\|").replace('\n', ' ');
    }
}
