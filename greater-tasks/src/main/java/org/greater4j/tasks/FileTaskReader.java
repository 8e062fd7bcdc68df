package org.greater4j.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Metric;
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
            return new TaskCheck(0, problems, null);
        }
        AnswerFormat format = AnswerFormats.choose(task, rows.examples(), file.name());
        problems.addAll(Task.problems(format, rows.examples()));
        int read = rows.examples().size() + rows.problems().size();
        if (!problems.isEmpty()) {
            return new TaskCheck(read, problems, null);
        }
        String source = file.name() + " sha256=" + file.sha256() + ", question=" + rows.questionField() + ", answer="
                + rows.answerField() + (separator == ',' || separator == '\t' ? "" : ", separator " + separator) + ", "
                + rows.examples().size() + " examples";
        return new TaskCheck(
                read,
                List.of(),
                Task.of(
                        task.name(),
                        format,
                        task.extractor() == null ? format.extractor() : task.extractor(),
                        rows.examples(),
                        source,
                        TaskDetails.NONE
                                .withMetric(metric)
                                .withStopWords(task.stopWords())
                                .withLicence(task.licence(), task.version())));
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
