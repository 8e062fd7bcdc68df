package org.greater4j.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Example;
import org.greater4j.task.Task;

/** Reads a user's own examples from a CSV, TSV or JSON Lines file. */
final class FileTaskReader {
    private FileTaskReader() {}

    /** Whether a task's name is the path of a file that is read here. */
    static boolean reads(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") || lower.endsWith(".tsv") || lower.endsWith(".jsonl");
    }

    static Task read(Path path, TaskRequest request) {
        SourceFile file = SourceFile.read(path);
        FieldChoice fields = new FieldChoice(request.questionField(), request.answerField());
        FileRows rows = path.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")
                ? JsonLinesRows.read(file, fields)
                : DelimitedRows.read(
                        file, path.toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',', fields);

        List<String> problems = new ArrayList<>(rows.problems());
        if (rows.examples().isEmpty() && problems.isEmpty()) {
            problems.add(file.name() + ": expected at least one row of examples, found none");
        }
        if (rows.examples().isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + request.name(), problems);
        }
        AnswerFormat format = AnswerFormats.choose(
                request.answerKind(),
                request.labels(),
                rows.examples().stream().map(Example::answer).toList(),
                file.name());
        problems.addAll(Task.problems(format, rows.examples()));
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + request.name(), problems);
        }
        String source = file.name() + " sha256=" + file.sha256() + ", question=" + rows.questionField() + ", answer="
                + rows.answerField() + ", " + rows.examples().size() + " examples";
        return Task.of(
                request.name(),
                format,
                request.extractor() == null ? format.extractor() : request.extractor(),
                rows.examples(),
                source);
    }
}
