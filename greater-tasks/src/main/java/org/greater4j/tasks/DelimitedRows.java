package org.greater4j.tasks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Reads comma- or tab-separated values with a header line, as RFC 4180 and spreadsheets write them. */
final class DelimitedRows {
    private DelimitedRows() {}

    static FileRows read(SourceFile file, char delimiter, FieldChoice fields) {
        // empty lines are records here, so that the parser's line number before a record is that of the line before it
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
        FileRows.Collector rows = new FileRows.Collector(file.name());
        try (CSVParser parser = CSVParser.parse(new StringReader(file.text()), format)) {
            Iterator<CSVRecord> records = parser.iterator();
            List<String> header = header(records);
            List<String> missing = fields.missingIn(header);
            if (!missing.isEmpty()) {
                throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + file.name(), missing);
            }
            String question = fields.questionIn(header).orElseThrow();
            String answer = fields.answerIn(header).orElseThrow();
            refuseTwins(file, header, question, answer);
            int questionColumn = header.indexOf(question);
            int answerColumn = header.indexOf(answer);
            long line = parser.getCurrentLineNumber() + 1;
            try {
                for (; records.hasNext(); line = parser.getCurrentLineNumber() + 1) {
                    CSVRecord row = records.next();
                    if (blank(row)) {
                        continue;
                    }
                    if (row.size() == header.size()) {
                        rows.row(line, question, row.get(questionColumn), answer, row.get(answerColumn));
                    } else {
                        // a stray or missing delimiter: whatever the columns say then, it is not what was meant
                        rows.problem(
                                line,
                                "expected " + header.size() + " cells (" + String.join(", ", header) + "), found "
                                        + row.size() + "; quote cells that hold a delimiter");
                    }
                }
            } catch (UncheckedIOException e) {
                rows.problem(
                        line,
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

    private static void refuseTwins(SourceFile file, List<String> header, String... names) {
        List<String> problems = List.of(names).stream()
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
