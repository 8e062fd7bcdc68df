package org.greater4j.app.study;

import java.util.List;

/**
 * A table as text: a heading, columns, rows, and lines below it.
 *
 * @param title heading
 * @param header names of the columns
 * @param leftColumns columns from the left that hold names and not numbers
 * @param rows one text per column
 * @param notes lines below the table
 */
public record Grid(String title, List<String> header, int leftColumns, List<List<String>> rows, List<String> notes) {
    public Grid {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        notes = List.copyOf(notes);
        int columns = header.size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("grid " + title + ": expected " + columns + " columns in every row");
        }
    }
}
