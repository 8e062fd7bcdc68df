package org.greater4j.tasks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;
import org.jspecify.annotations.Nullable;

/**
 * The authors' own splits: files with the header {@code goal,target,final_target}, the question, its solution and its answer.
 *
 * <p>GSM8K and FOLIO have a file for each part. BBH has one file a task; its first rows are training, the next dev, the rest test, by the
 * paper's sizes. Two GSM8K files are torn: {@code train.csv} was written without quotes, and one row of {@code test.csv} has quotes in the
 * wrong places. Both are put together again here, which the tests hold against the published data set.
 */
final class AuthorsFiles {
    private static final String HEADER = "goal,target,final_target";
    private static final AnswerFormat FOLIO_FORMAT = new ChoiceFormat(List.of("A", "B", "C"));
    // a torn row begins with the question and ends in a comma and the answer at the end of a line
    private static final Pattern UNQUOTED_END = Pattern.compile(".*,(-?[\\d.]+)");
    private static final Pattern UNQUOTED_QUESTION = Pattern.compile("(.*?\\?),.*", Pattern.DOTALL);
    private static final Pattern UNQUOTED_STATEMENT = Pattern.compile("(.*?\\.),(?=\\S).*", Pattern.DOTALL);

    private AuthorsFiles() {}

    private record Row(String question, String answer) {}

    static Task bbh(BbhTask task, DataDirectory data, @Nullable String extractor) {
        SourceFile file = data.readAuthors(task.fullName(), "bbh/" + task.name() + ".csv");
        List<Example> rows = examples(task.fullName() + "/authors", quoted(file));
        // the authors cut at these rows; what can't be used is left out of its part and moves no other row to another
        List<Example> usable = BbhReader.withLetters(task, rows);
        SplitSizes sizes = PaperSizes.bbh(rows.size());
        int dev = sizes.train();
        int test = sizes.train() + sizes.dev();
        DistinctParts parts = DistinctParts.of(
                kept(rows.subList(0, dev), usable),
                kept(rows.subList(dev, test), usable),
                kept(rows.subList(test, test + sizes.test()), usable));
        return task(task.fullName(), BbhReader.format(task, usable, file), extractor, parts, List.of(file), "MIT");
    }

    private static List<Example> kept(List<Example> part, List<Example> usable) {
        return part.stream().filter(new HashSet<>(usable)::contains).toList();
    }

    static Task gsm8k(DataDirectory data, @Nullable String extractor) {
        return ofFiles(Gsm8k.NAME, new NumberFormat(), data, extractor, "MIT");
    }

    static Task folio(DataDirectory data, @Nullable String extractor) {
        return ofFiles(Folio.NAME, FOLIO_FORMAT, data, extractor, "CC-BY-SA-4.0");
    }

    private static Task ofFiles(
            String name, AnswerFormat format, DataDirectory data, @Nullable String extractor, String licence) {
        List<SourceFile> files = new ArrayList<>();
        List<List<Example>> rows = new ArrayList<>();
        for (String part : List.of("train", "dev", "test")) {
            SourceFile file = data.readAuthors(name, name + "/" + part + ".csv");
            files.add(file);
            rows.add(examples(name + "/authors-" + part, isQuoted(file) ? quoted(file) : unquoted(file)));
        }
        DistinctParts parts = DistinctParts.of(rows.get(0), rows.get(1), rows.get(2));
        return task(name, format, extractor, parts, files, licence);
    }

    private static Task task(
            String name,
            AnswerFormat format,
            @Nullable String extractor,
            DistinctParts parts,
            List<SourceFile> files,
            String licence) {
        List<String> sources =
                files.stream().map(file -> DataDirectory.describe(file, null)).toList();
        return Task.of(
                name,
                format,
                extractor == null ? format.extractor() : extractor,
                parts.all(),
                "the authors' " + String.join(", ", sources) + ", "
                        + parts.all().size() + " examples" + parts.note(),
                TaskDetails.NONE
                        .withParts(parts.parts(false))
                        .withSizes(new SplitSizes(
                                parts.train().size(),
                                parts.dev().size(),
                                parts.test().size()))
                        .withLicence(licence, null));
    }

    private static List<Example> examples(String prefix, List<Row> rows) {
        List<Example> examples = new ArrayList<>();
        for (Row row : rows) {
            examples.add(new Example(prefix + "#" + examples.size(), row.question(), row.answer()));
        }
        return examples;
    }

    // a row of a torn file has as many cells as its solution has commas and lines
    private static boolean isQuoted(SourceFile file) {
        return records(file).stream().filter(row -> row.size() != 3).count()
                <= 0.01 * records(file).size();
    }

    private static List<Row> quoted(SourceFile file) {
        List<Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (CSVRecord row : records(file)) {
            int last = row.size() - 1;
            if (last < 2) {
                problems.add(file.name() + ": expected 3 cells (" + HEADER + ") in row " + row.getRecordNumber()
                        + ", found " + row.size());
                continue;
            }
            String question = String.join(",", row.toList().subList(0, last - 1));
            rows.add(new Row(last == 2 ? question : withoutStrayQuotes(question), row.get(last)));
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "the authors' " + file.name(), problems);
        }
        return rows;
    }

    // the quote that should have ended the cell stands at its end
    private static String withoutStrayQuotes(String question) {
        return question.endsWith("\"") ? question.substring(0, question.length() - 1) : question;
    }

    private static List<Row> unquoted(SourceFile file) {
        List<Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        long line = 1;
        for (String next : file.text().lines().skip(1).toList()) {
            line++;
            text.append(text.isEmpty() ? "" : "\n").append(next);
            Matcher end = UNQUOTED_END.matcher(next);
            if (!end.matches()) {
                continue;
            }
            Matcher question = UNQUOTED_QUESTION.matcher(text);
            Matcher statement = UNQUOTED_STATEMENT.matcher(text);
            if (question.matches()) {
                rows.add(new Row(question.group(1), end.group(1)));
            } else if (statement.matches()) {
                rows.add(new Row(statement.group(1), end.group(1)));
            } else {
                problems.add(file.name() + ":" + line + ": expected a question that ends before a comma, found none");
            }
            text.setLength(0);
        }
        if (!text.isEmpty()) {
            problems.add(file.name() + ":" + line + ": expected a row that ends in a comma and a number, found none");
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "the authors' " + file.name(), problems);
        }
        return rows;
    }

    private static List<CSVRecord> records(SourceFile file) {
        if (!file.text().startsWith(HEADER)) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "the authors' " + file.name() + ": expected the header " + HEADER + ", found '"
                            + file.text().lines().findFirst().orElse("") + "'; get the file anew");
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setTrailingData(true)
                .setSkipHeaderRecord(false)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(file.text()), format)) {
            return parser.stream().skip(1).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "the authors' " + file.name() + ": expected cells with matching quotes, found: " + e.getMessage()
                            + "; get the file anew",
                    e);
        }
    }
}
