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
        return load(request, environment, null);
    }

    /**
     * Like {@link #load(TaskRequest, Map)} with a source of published files for when no data directory is named.
     *
     * @throws GreaterException as {@link #load(TaskRequest)}, and ({@code DOWNLOAD_FAILED}) from the source
     */
    public static Task load(
            TaskRequest request, Map<String, String> environment, @Nullable PublishedFileSource source) {
        String name = request.name().strip();
        Optional<TaskGenerator> generator = GeneratedTasks.find(name);
        if (generator.isPresent()) {
            List<String> given = fileOptions(request);
            given.addAll(splitOptions(request));
            refuse(name, "generated tasks", given);
            return GeneratedTasks.task(
                    generator.get(),
                    request.seed(),
                    request.difficulty() == null ? 1 : request.difficulty(),
                    request.examples() == null ? GENERATED_EXAMPLES : request.examples(),
                    request.extractor());
        }
        Optional<BbhTask> bbh = BbhTask.find(name);
        if (bbh.isPresent() || name.equals(Gsm8k.NAME) || name.equals(Folio.NAME)) {
            List<String> given = fileOptions(request);
            given.addAll(generatorOptions(request));
            refuse(name, "BBH tasks, gsm8k and folio", given);
            return published(
                    name,
                    bbh,
                    new DataDirectory(dataDirectory(request, environment), source),
                    request.splits(),
                    request.extractor());
        }
        if (FileTaskReader.reads(name)) {
            refuseForFiles(name, request);
            return FileTaskReader.read(path(name), request);
        }
        throw unknown(name);
    }

    /**
     * Reads a file of the user's own and keeps what is wrong with its rows.
     *
     * @throws GreaterException as {@link #load(TaskRequest)}, but for faulty rows; ({@code INVALID_OPTION}) if the task is no file
     */
    public static TaskCheck check(TaskRequest request) {
        String name = request.name().strip();
        if (!FileTaskReader.reads(name)) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "tasks check: expected a path ending in .csv, .tsv, .jsonl, .json or .yaml, found '" + name + "'");
        }
        refuseForFiles(name, request);
        return FileTaskReader.check(path(name), request);
    }

    private static void refuseForFiles(String name, TaskRequest request) {
        List<String> given = generatorOptions(request);
        given.addAll(splitOptions(request));
        refuse(name, "files", given);
    }

    private static Task published(
            String name, Optional<BbhTask> bbh, DataDirectory data, Splits splits, @Nullable String extractor) {
        boolean authors = splits == Splits.AUTHORS;
        if (bbh.isPresent()) {
            return authors
                    ? AuthorsFiles.bbh(bbh.get(), data, extractor)
                    : BbhReader.read(bbh.get(), data, splits, extractor);
        }
        if (name.equals(Gsm8k.NAME)) {
            return authors ? AuthorsFiles.gsm8k(data, extractor) : Gsm8k.read(data, splits, extractor);
        }
        return authors ? AuthorsFiles.folio(data, extractor) : Folio.read(data, splits, extractor);
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
        if (request.answerKind() != AnswerKind.AUTO || request.customFormat() != null) {
            given.add("--answer-format");
        }
        if (!request.labels().isEmpty()) {
            given.add("--labels");
        }
        if (request.metric() != null) {
            given.add("--metric");
        }
        return given;
    }

    private static List<String> splitOptions(TaskRequest request) {
        return request.splits() == Splits.SEEDED ? List.of() : List.of("--splits");
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
                "task: expected gen/NAME, bbh/NAME, gsm8k, folio, a path ending in .csv, .tsv or .jsonl (or .json), or a task"
                        + " file ending in .yaml, found '" + name + "'"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                        + "; `greater tasks` lists all names");
    }
}
