package org.greater4j.app;

import java.nio.file.Path;
import java.util.List;
import org.greater4j.task.Task;
import org.greater4j.tasks.AnswerKind;
import org.greater4j.tasks.TaskLoader;
import org.greater4j.tasks.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which task a run is about, as a manifest can hold it; see {@link TaskRequest} for the components.
 *
 * @param seed of a generated task's examples; the same for every run unless told otherwise, so that seeds of runs draw from one pool
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
        @Nullable Integer examples) {
    public TaskChoice {
        labels = List.copyOf(labels);
    }

    /** A task by its name alone. */
    public static TaskChoice named(String name) {
        return new TaskChoice(name, null, null, null, AnswerKind.AUTO.label(), List.of(), null, 0, null, null);
    }

    /** Loads the task; errors as in {@link TaskLoader#load(TaskRequest)}. */
    public Task load() {
        return TaskLoader.load(TaskRequest.named(name)
                .dataDirectory(data == null ? null : Path.of(data))
                .questionField(questionField)
                .answerField(answerField)
                .answerKind(AnswerKind.of(answerFormat))
                .labels(labels)
                .extractor(extractor)
                .seed(seed)
                .difficulty(difficulty)
                .examples(examples)
                .build());
    }
}
