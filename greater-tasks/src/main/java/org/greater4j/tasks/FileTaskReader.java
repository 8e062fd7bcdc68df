package org.greater4j.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.DateFormat;
import org.greater4j.task.Example;
import org.greater4j.task.Metric;
import org.greater4j.task.Outcome;
import org.greater4j.task.StandardMetric;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;

/** Reads a user's own examples from a CSV, TSV, JSON Lines or JSON file, by itself or as a task file says. */
final class FileTaskReader {
    private static final List<String> DATA = List.of(".csv", ".tsv", ".jsonl", ".json");
    private static final List<String> TASK = List.of(".yaml", ".yml");

    private FileTaskReader() {}

    /** Whether a task's name is the path of a file that is read here. */
    static boolean reads(String name) {
        return endsWith(name, DATA) || endsWith(name, TASK);
    }

    /**
     * Reads a task.
     *
     * @throws GreaterException with all that is wrong, as {@link TaskLoader#load(TaskRequest)} says
     */
    static Task read(Path path, TaskRequest request) {
        TaskCheck check = check(path, request);
        Task task = check.task();
        if (task == null) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + request.name(), check.problems());
        }
        return task;
    }

    /**
     * Reads a task and keeps what is wrong with its rows.
     *
     * @throws GreaterException for what is wrong with the file as a whole
     */
    static TaskCheck check(Path path, TaskRequest request) {
        FileTask task = endsWith(path.toString(), TASK) ? TaskFile.read(path, request) : FileTask.of(path, request);
        Metric metric = task.metric() == null ? StandardMetric.EXACT : Extensions.metric(task.metric());
        SourceFile file = SourceFile.read(task.data());
        char separator = separator(task, file);
        FileRows rows = rows(task, file, separator);

        List<String> problems = new ArrayList<>(rows.problems());
        if (rows.examples().isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(file.name() + ": expected at least one row of examples, found none"
                        + (file.text().isBlank() ? ": the file is empty" : ""));
            }
            return new TaskCheck(rows.read(), problems, null);
        }
        List<Example> answered =
                Stream.of(rows.examples(), rows.unasked()).flatMap(List::stream).toList();
        FormatChoice choice = AnswerFormats.choose(task, answered, file.name());
        problems.addAll(choice.problems());
        AnswerFormat format = choice.format();
        if (format == null) {
            problems.addAll(Task.problems(rows.examples()));
            return new TaskCheck(rows.read(), problems, null);
        }
        problems.addAll(Task.problems(format, rows.examples()));
        problems.addAll(beyondMetric(metric, format, rows.examples()));
        if (!problems.isEmpty()) {
            return new TaskCheck(rows.read(), problems, null);
        }
        String source = file.name() + " sha256=" + file.sha256() + ", question=" + rows.questionField() + ", answer="
                + rows.answerField() + order(format)
                + (separator == ',' || separator == '\t' ? "" : ", separator " + separator) + ", "
                + rows.examples().size() + " examples";
        Task read = Task.of(
                task.name(),
                format,
                task.extractor() == null ? format.extractor() : task.extractor(),
                rows.examples(),
                source,
                TaskDetails.NONE
                        .withMetric(metric)
                        .withStopWords(task.stopWords())
                        .withLicence(task.licence(), task.version()));
        List<String> unread = notReadAsRight(read, rows.examples());
        return new TaskCheck(rows.read(), unread, unread.isEmpty() ? read : null);
    }

    /** The answers that are read as right neither as the file writes them nor normalised, so that no model could answer their rows. */
    private static List<String> notReadAsRight(Task task, List<Example> written) {
        List<String> problems = new ArrayList<>();
        String end = task.opensQuote() ? "\"" : "";
        for (int at = 0; at < written.size(); at++) {
            Example example = task.examples().get(at);
            Outcome outcome = task.judge(example, example.answer() + end);
            if (outcome != Outcome.RIGHT && task.judge(example, written.get(at).answer() + end) != Outcome.RIGHT) {
                String reading = task.details().stopWords().stream()
                        .filter(example.answer()::contains)
                        .findFirst()
                        .map(word -> "cut off at the stop word '" + word + "'; choose other stop-words")
                        .orElse("read as " + outcome.name().toLowerCase(Locale.ROOT)
                                + "; mend it, or choose another --answer-format");
                problems.add(example.id()
                        + ": expected an answer that is right where a model gives it word for word, found '"
                        + example.answer() + "', which is " + reading);
            }
        }
        return problems;
    }

    /** The answers that a metric can't tell to be right when they are given word for word; with it, their examples would all be errors. */
    private static List<String> beyondMetric(Metric metric, AnswerFormat format, List<Example> examples) {
        List<String> problems = new ArrayList<>();
        for (Example example : examples) {
            String answer;
            try {
                answer = format.normalise(example.answer());
            } catch (IllegalArgumentException e) {
                // said already
                continue;
            }
            String found = "'" + example.answer() + "'";
            boolean accepted = false;
            try {
                accepted = metric.accepts(format, answer, answer);
            } catch (RuntimeException e) {
                found += ", at which it throws " + e.getClass().getSimpleName();
            }
            if (!accepted) {
                problems.add(example.id() + ": expected an answer that the metric " + metric.label()
                        + " accepts where it is the right one, found " + found
                        + "; mend it, or choose another --metric or --answer-format");
            }
        }
        return problems;
    }

    // it decides what the file's answers mean
    private static String order(AnswerFormat format) {
        return format instanceof DateFormat date && date.order() != DateFormat.Order.UNKNOWN
                ? ", dates " + date.order().label()
                : "";
    }

    private static char separator(FileTask task, SourceFile file) {
        return endsWith(file.name(), List.of(".csv")) ? DelimitedRows.separator(file, task.fields()) : '\t';
    }

    private static FileRows rows(FileTask task, SourceFile file, char separator) {
        if (!endsWith(file.name(), DATA)) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + task.name() + ": expected data in a file that ends in " + String.join(", ", DATA)
                            + ", found " + file.name());
        }
        if (endsWith(file.name(), List.of(".jsonl"))) {
            return JsonRows.readLines(file, task.fields());
        }
        return endsWith(file.name(), List.of(".json"))
                ? JsonRows.readList(file, task.fields())
                : DelimitedRows.read(file, separator, task.fields());
    }

    private static boolean endsWith(String name, List<String> endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(lower::endsWith);
    }
}
