package org.greater4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.greater4j.task.DateFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a file of the user's own is to be read.
 *
 * @param name of the task: the path that the user gave
 * @param data the file with the examples
 * @param fields which of its fields are the question and the answer
 * @param answerFormat {@link AnswerKind#label} or the name of a format of the user's own
 * @param labels all labels or letters; empty reads them off the answers
 * @param synonyms further words for labels
 * @param dateOrder which of day and month comes first in numbers; null reads it off the dates
 * @param extractor null keeps the answer format's
 * @param stopWords at which replies end
 * @param metric name of a metric; null is the exact one
 * @param licence of the examples; null if unknown
 * @param version of the examples; null if unknown
 */
record FileTask(
        String name,
        Path data,
        FieldChoice fields,
        String answerFormat,
        List<String> labels,
        Map<String, String> synonyms,
        DateFormat.@Nullable Order dateOrder,
        @Nullable String extractor,
        List<String> stopWords,
        @Nullable String metric,
        @Nullable String licence,
        @Nullable String version) {
    /** A file as the options say. */
    static FileTask of(Path path, TaskRequest request) {
        return new FileTask(
                request.name(),
                path,
                new FieldChoice(request.questionField(), request.answerField(), null),
                request.formatName(),
                request.labels(),
                Map.of(),
                null,
                request.extractor(),
                List.of(),
                request.metric(),
                null,
                null);
    }
}
