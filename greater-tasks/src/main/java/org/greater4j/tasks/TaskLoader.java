package org.greater4j.tasks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Task;
import org.greater4j.tasks.generated.GeneratedTasks;
import org.greater4j.tasks.generated.TaskGenerator;
import org.jspecify.annotations.Nullable;

/** Turns a {@link TaskRequest} into a {@link Task}. */
public final class TaskLoader {
    /** Environment variable that names the data directory when a request does not. */
    public static final String DATA_VARIABLE = "GREATER_DATA";

    /**
     * How many examples a generated task has unless a request says otherwise. It must not follow from the sizes of a split: a split
     * shuffles the whole task, so that another number would move other rows into the test part.
     */
    public static final int GENERATED_EXAMPLES = 300;

    private TaskLoader() {}

    /**
     * Loads a task, with {@link #DATA_VARIABLE} taken from the process's environment.
     *
     * @throws GreaterException ({@code INVALID_TASK}) for a name that is not known, and with all faulty rows of a file at once;
     *     ({@code INVALID_OPTION}) for options that do not go with the task; ({@code FILE_NOT_FOUND}) for a missing file or folder
     */
    public static Task load(TaskRequest request) {
        return load(request, System.getenv());
    }

    /** Like {@link #load(TaskRequest)} with an environment of the caller's. */
    public static Task load(TaskRequest request, Map<String, String> environment) {
        String name = request.name().strip();
        Optional<TaskGenerator> generator = GeneratedTasks.find(name);
        if (generator.isPresent()) {
            refuse(name, "generated tasks", fileOptions(request));
            return GeneratedTasks.task(
                    generator.get(),
                    request.seed(),
                    request.difficulty() == null ? 1 : request.difficulty(),
                    request.examples() == null ? GENERATED_EXAMPLES : request.examples(),
                    request.extractor());
        }
        Optional<BbhTask> published = BbhTask.find(name);
        if (published.isPresent()) {
            List<String> given = fileOptions(request);
            given.addAll(generatorOptions(request));
            refuse(name, "BBH tasks", given);
            return BbhReader.read(published.get(), dataDirectory(request, environment), request.extractor());
        }
        if (FileTaskReader.reads(name)) {
            refuse(name, "files", generatorOptions(request));
            return FileTaskReader.read(path(name), request);
        }
        throw unknown(name);
    }

    private static @Nullable Path dataDirectory(TaskRequest request, Map<String, String> environment) {
        if (request.dataDirectory() != null) {
            return request.dataDirectory();
        }
        String directory = environment.get(DATA_VARIABLE);
        return directory == null || directory.isBlank() ? null : path(directory);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "expected a path, found '" + text + "': " + e.getReason(), e);
        }
    }

    private static List<String> fileOptions(TaskRequest request) {
        List<String> given = new ArrayList<>();
        if (request.questionField() != null) {
            given.add("--question-field");
        }
        if (request.answerField() != null) {
            given.add("--answer-field");
        }
        if (request.answerKind() != AnswerKind.AUTO) {
            given.add("--answer-format");
        }
        if (!request.labels().isEmpty()) {
            given.add("--labels");
        }
        return given;
    }

    private static List<String> generatorOptions(TaskRequest request) {
        List<String> given = new ArrayList<>();
        if (request.difficulty() != null) {
            given.add("--difficulty");
        }
        if (request.examples() != null) {
            given.add("--examples");
        }
        return given;
    }

    private static void refuse(String name, String kind, List<String> options) {
        if (!options.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "task " + name + ": expected no option that " + kind + " have no use for, found "
                            + String.join(", ", options) + "; leave out what was found");
        }
    }

    private static GreaterException unknown(String name) {
        List<String> near = NearMatches.of(
                name,
                TaskCatalogue.entries().stream().map(TaskCatalogue.Entry::name).toList());
        return new GreaterException(
                ErrorCode.INVALID_TASK,
                "task: expected gen/NAME, bbh/NAME or a path ending in .csv, .tsv or .jsonl, found '" + name + "'"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                        + "; `greater tasks` lists all names");
    }
}
