package org.greater4j.tasks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Reads comma- or tab-separated values with a header line, as RFC 4180 and spreadsheets write them. */
final class DelimitedRows {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private DelimitedRows() {}

    /**
     * What separates the cells of a file that is called CSV: the comma, unless its header has the fields only with another separator.
     * Spreadsheets write semicolons where the comma is the decimal sign.
     */
    static char separator(SourceFile file, FieldChoice fields) {
        char best = ',';
        int most = 0;
        for (char candidate : SEPARATORS) {
            List<String> header;
            try (CSVParser parser = CSVParser.parse(new StringReader(file.text()), format(candidate))) {
                header = header(parser.iterator());
            } catch (IOException | UncheckedIOException e) {
                // what is wrong with its quotes is said when it is read
                return candidate;
            }
            if (fields.missingIn(header).isEmpty()) {
                return candidate;
            }
            if (header.size() > most) {
                best = candidate;
                most = header.size();
            }
        }
        return best;
    }

    // empty lines are records here, so that the parser's line number before a record is that of the line before it
    private static CSVFormat format(char separator) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
    }

    static FileRows read(SourceFile file, char delimiter, FieldChoice fields) {
        FileRows.Collector rows = new FileRows.Collector(file.name());
        try (CSVParser parser = CSVParser.parse(new StringReader(file.text()), format(delimiter))) {
            Iterator<CSVRecord> records = parser.iterator();
            List<String> header = header(records);
            List<String> missing = fields.missingIn(header);
            if (!missing.isEmpty()) {
                String empty = file.text().isBlank() ? ": the file is empty" : "";
                throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + file.name() + empty, missing);
            }
            List<String> questionFields = fields.questionIn(header);
            String question = String.join("+", questionFields);
            String answer = fields.answerIn(header).orElseThrow();
            refuseTwins(file, header, questionFields, answer);
            List<Integer> questionColumns =
                    questionFields.stream().map(header::indexOf).toList();
            int answerColumn = header.indexOf(answer);
            long line = parser.getCurrentLineNumber() + 1;
            try {
                for (; records.hasNext(); line = parser.getCurrentLineNumber() + 1) {
                    CSVRecord row = records.next();
                    if (blank(row)) {
                        continue;
                    }
                    String place = rows.place(line);
                    if (row.size() == header.size()) {
                        String text = fields.compose(
                                questionColumns.stream().map(row::get).toList());
                        rows.row(place, question, text, answer, row.get(answerColumn));
                    } else {
                        // a stray or missing delimiter: whatever the columns say then, it is not what was meant
                        rows.problem(
                                place,
                                "expected " + header.size() + " cells (" + String.join(", ", header) + "), found "
                                        + row.size() + "; quote cells that hold a delimiter");
                    }
                }
            } catch (UncheckedIOException e) {
                rows.problem(
                        rows.place(line),
                        "expected cells with matching quotes, found: " + reason(e) + "; nothing after it was read");
            }
            return rows.rows(question, answer);
        } catch (IOException | UncheckedIOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + file.name() + ": expected a header line, found: " + reason(e) + "; mend the quotes",
                    e);
        }
    }

    private static List<String> header(Iterator<CSVRecord> records) {
        while (records.hasNext()) {
            CSVRecord row = records.next();
            if (!blank(row)) {
                return row.stream().map(String::strip).toList();
            }
        }
        return List.of();
    }

    private static void refuseTwins(SourceFile file, List<String> header, List<String> questions, String answer) {
        List<String> problems = Stream.concat(questions.stream(), Stream.of(answer))
                .filter(name -> header.indexOf(name) != header.lastIndexOf(name))
                .map(name -> "expected one field '" + name + "', found several in the header; rename the others")
                .toList();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + file.name(), problems);
        }
    }

    private static boolean blank(CSVRecord row) {
        return row.stream().allMatch(String::isBlank) && row.size() <= 1;
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
