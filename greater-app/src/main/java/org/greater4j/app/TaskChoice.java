package org.greater4j.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.greater4j.app.download.DataFiles;
import org.greater4j.task.Task;
import org.greater4j.tasks.AnswerKind;
import org.greater4j.tasks.PublishedFileSource;
import org.greater4j.tasks.Splits;
import org.greater4j.tasks.TaskCatalogue;
import org.greater4j.tasks.TaskCheck;
import org.greater4j.tasks.TaskLoader;
import org.greater4j.tasks.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which task a run is about, as a manifest can hold it; see {@link TaskRequest} for the components.
 *
 * @param seed of a generated task's examples; the same for every run unless told otherwise, so that seeds of runs draw from one pool
 * @param splits {@link Splits#label}; null, as in runs of older versions, is the seeded one
 * @param metric name of a metric for a file; null is the exact one
 */
public record TaskChoice(
        String name,
        @Nullable String data,
        @Nullable String questionField,
        @Nullable String answerField,
        String answerFormat,
        List<String> labels,
        @Nullable String extractor,
        long seed,
        @Nullable Integer difficulty,
        @Nullable Integer examples,
        @Nullable String splits,
        @Nullable String metric) {
    public TaskChoice {
        labels = List.copyOf(labels);
    }

    /** A choice with the seeded split and the exact metric. */
    public TaskChoice(
            String name,
            @Nullable String data,
            @Nullable String questionField,
            @Nullable String answerField,
            String answerFormat,
            List<String> labels,
            @Nullable String extractor,
            long seed,
            @Nullable Integer difficulty,
            @Nullable Integer examples) {
        this(
                name,
                data,
                questionField,
                answerField,
                answerFormat,
                labels,
                extractor,
                seed,
                difficulty,
                examples,
                null,
                null);
    }

    /** The names of all answer formats, {@code auto} first, those of the user's own last. */
    public static List<String> answerFormats() {
        return TaskCatalogue.answerFormats();
    }

    /** A task by its name alone. */
    public static TaskChoice named(String name) {
        return new TaskChoice(name, null, null, null, AnswerKind.AUTO.label(), List.of(), null, 0, null, null);
    }

    /**
     * The same task, its file read otherwise; an empty name leaves a column to the usual names, an empty format is {@link AnswerKind#AUTO}.
     */
    public TaskChoice withReading(String question, String answer, String format) {
        return new TaskChoice(
                name,
                data,
                question.isEmpty() ? null : question,
                answer.isEmpty() ? null : answer,
                format.isEmpty() ? AnswerKind.AUTO.label() : format,
                labels,
                extractor,
                seed,
                difficulty,
                examples,
                splits,
                metric);
    }

    /** Loads the task, with the process's environment. */
    public Task load() {
        return load(System.getenv());
    }

    /**
     * Loads the task; published files that no data directory has are fetched into the cache. Errors as in
     * {@link TaskLoader#load(TaskRequest, Map, PublishedFileSource)}.
     */
    public Task load(Map<String, String> environment) {
        return TaskLoader.load(request(), environment, new DataFiles(environment));
    }

    /** Looks at a file of the user's own; errors as in {@link TaskLoader#check}. */
    public TaskCheck check() {
        return TaskLoader.check(request());
    }

    private TaskRequest request() {
        return TaskRequest.named(name)
                .dataDirectory(data == null ? null : Path.of(data))
                .questionField(questionField)
                .answerField(answerField)
                .answerFormat(answerFormat)
                .labels(labels)
                .extractor(extractor)
                .seed(seed)
                .difficulty(difficulty)
                .examples(examples)
                .splits(splits == null ? Splits.SEEDED : Splits.of(splits))
                .metric(metric)
                .build();
    }
}
