package org.greater4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Defaults;
import org.greater4j.app.TaskChoice;
import org.greater4j.error.GreaterException;
import org.greater4j.tasks.AnswerKind;
import org.greater4j.tasks.TaskLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which task, and how its source is read. */
final class TaskOptions {
    @Option(
            names = "--task",
            paramLabel = "T",
            description =
                    "gen/NAME, bbh/NAME, or a .csv, .tsv or .jsonl file; `greater tasks` lists the names (default: "
                            + Defaults.TASK + ").")
    @Nullable
    String task;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the published files of bbh/ tasks (default: the variable GREATER_DATA).")
    @Nullable
    String data;

    @Option(
            names = "--question-field",
            paramLabel = "NAME",
            description = "Column or key of the question in a file (default: the usual names).")
    @Nullable
    String questionField;

    @Option(
            names = "--answer-field",
            paramLabel = "NAME",
            description = "Column or key of the answer in a file (default: the usual names).")
    @Nullable
    String answerField;

    @Option(
            names = "--answer-format",
            paramLabel = "FORMAT",
            description = "What a file's answers are: auto, label, choice, number or text (default: auto).")
    @Nullable
    String answerFormat;

    @Option(
            names = "--labels",
            paramLabel = "A,B,...",
            description = "All labels or letters that a file's answers can be (default: those found).")
    @Nullable
    String labels;

    @Option(
            names = "--extractor",
            paramLabel = "TEXT",
            description = "Text that is put after the reasoning and leads to the answer; end it in an opening quote"
                    + " (default: the answer format's own).")
    @Nullable
    String extractor;

    @Option(names = "--task-seed", paramLabel = "N", description = "Seed of a generated task's examples (default: 0).")
    @Nullable
    Long taskSeed;

    @Option(names = "--difficulty", paramLabel = "N", description = "Of a generated task, from 1 (default: 1).")
    @Nullable
    Integer difficulty;

    /** The problems that can be seen here. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (answerFormat != null) {
            try {
                AnswerKind.of(answerFormat);
            } catch (GreaterException e) {
                problems.add(
                        "--answer-format: expected auto, label, choice, number or text, found '" + answerFormat + "'");
            }
        }
        if (labels != null && labels().size() < 2) {
            problems.add("--labels: expected two or more labels with commas between them, found '" + labels + "'");
        }
        return problems;
    }

    TaskChoice choice(Map<String, String> environment) {
        return over(TaskChoice.named(Defaults.TASK), environment);
    }

    /** Another choice, with what was given here in its place; of another task nothing else is taken over. */
    TaskChoice over(TaskChoice base, Map<String, String> environment) {
        String name = task == null ? base.name() : absolute(task);
        TaskChoice from = name.equals(base.name()) ? base : TaskChoice.named(name);
        return new TaskChoice(
                name,
                data(from.data(), name, environment),
                or(questionField, from.questionField()),
                or(answerField, from.answerField()),
                answerFormat == null ? from.answerFormat() : answerFormat,
                labels == null ? from.labels() : labels(),
                or(extractor, from.extractor()),
                taskSeed == null ? from.seed() : taskSeed,
                or(difficulty, from.difficulty()),
                from.examples());
    }

    private List<String> labels() {
        return labels == null
                ? List.of()
                : Arrays.stream(labels.split(",", -1)).map(String::strip).toList();
    }

    // in full, so that a run can be resumed from any folder and without the variable
    private @Nullable String data(@Nullable String base, String name, Map<String, String> environment) {
        String given = or(data, base);
        if (given == null && name.startsWith("bbh/")) {
            given = environment.get(TaskLoader.DATA_VARIABLE);
        }
        try {
            return given == null || given.isBlank()
                    ? given
                    : Path.of(given).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return given;
        }
    }

    private static String absolute(String name) {
        try {
            Path path = Path.of(name.strip());
            return Files.isRegularFile(path) ? path.toAbsolutePath().normalize().toString() : name.strip();
        } catch (InvalidPathException e) {
            return name;
        }
    }

    private static <T> @Nullable T or(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }
}
