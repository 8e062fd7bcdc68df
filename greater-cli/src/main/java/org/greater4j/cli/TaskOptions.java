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
import org.greater4j.tasks.Splits;
import org.greater4j.tasks.TaskCatalogue;
import org.greater4j.tasks.TaskLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which task, and how its source is read. */
final class TaskOptions {
    private static final List<String> PUBLISHED = List.of("gsm8k", "folio");

    @Option(
            names = "--task",
            paramLabel = "T",
            description =
                    "gen/NAME, bbh/NAME, gsm8k, folio, a .csv, .tsv, .jsonl or .json file, or a .yaml task file; `greater"
                            + " tasks` lists the names (default: "
                            + Defaults.TASK + ").")
    @Nullable
    String task;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the published files of bbh/ tasks, gsm8k and folio (default: the variable GREATER_DATA;"
                            + " else they are fetched).")
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
            description =
                    "What a file's answers are: auto, label, choice, number, text, date, list, brackets, or a format of your"
                            + " own (default: auto).")
    @Nullable
    String answerFormat;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "Which answers of a file are right: exact, unordered, within-1-percent, or one of your own (default:"
                            + " exact).")
    @Nullable
    String metric;

    @Option(
            names = "--splits",
            paramLabel = "KIND",
            description =
                    "Of bbh/ tasks, gsm8k and folio: seeded, paper (drawn by the seed in the paper's sizes) or authors"
                            + " (the rows of the authors' files) (default: seeded).")
    @Nullable
    String splits;

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
        List<String> formats = TaskCatalogue.answerFormats();
        if (answerFormat != null && formats.stream().noneMatch(answerFormat.strip()::equalsIgnoreCase)) {
            problems.add("--answer-format: expected one of " + String.join(", ", formats) + ", found '" + answerFormat
                    + "'");
        }
        if (splits != null
                && Arrays.stream(Splits.values()).noneMatch(kind -> kind.label().equalsIgnoreCase(splits))) {
            problems.add("--splits: expected seeded, paper or authors, found '" + splits + "'");
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
                from.examples(),
                or(splits, from.splits()),
                or(metric, from.metric()));
    }

    private List<String> labels() {
        return labels == null
                ? List.of()
                : Arrays.stream(labels.split(",", -1)).map(String::strip).toList();
    }

    // in full, so that a run can be resumed from any folder and without the variable
    private @Nullable String data(@Nullable String base, String name, Map<String, String> environment) {
        String given = or(data, base);
        if (given == null && (name.startsWith("bbh/") || PUBLISHED.contains(name))) {
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
