package org.greater4j.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.greater4j.run.RunRecord;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.greater4j.tasks.TaskLoader;
import org.greater4j.tasks.TaskRequest;

/** The task of a run, loaded again by its name; {@code GREATER_DATA} names the folder of published ones. */
final class RecordedTask {
    private final Task task;
    private final Map<String, Example> examples;

    private RecordedTask(Task task) {
        this.task = task;
        this.examples = task.examples().stream().collect(Collectors.toMap(Example::id, Function.identity()));
    }

    static RecordedTask of(RunRecord record) {
        TaskRequest.Builder request = TaskRequest.named(record.manifest().task().name());
        Optional.ofNullable(System.getenv(TaskLoader.DATA_VARIABLE))
                .map(Path::of)
                .ifPresent(request::dataDirectory);
        return new RecordedTask(TaskLoader.load(request.build(), System.getenv()));
    }

    Example example(String id) {
        return Objects.requireNonNull(examples.get(id), id);
    }

    Optional<String> answer(String id, String generated) {
        return task.answer(example(id), generated);
    }

    Outcome judge(String id, String generated) {
        return task.judge(example(id), generated);
    }
}
