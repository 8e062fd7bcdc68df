package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Reads the published files, {@code {"examples": [{"input": …, "target": …}]}}.
 *
 * <p>Two kinds of faults that the published files have are dropped and counted in {@link Task#source}: questions that stand there again
 * (the first is kept, whatever the later answer says), and, in tasks with lettered options, the few answers that are no letter because an
 * option with commas was torn into several.
 */
final class BbhReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LETTER = Pattern.compile("\\([A-Z]\\)");
    // the published files have at most 2 such answers in 250
    private static final double MOST_WITHOUT_LETTER = 0.02;

    private BbhReader() {}

    /**
     * Reads one task.
     *
     * @param dataDirectory holds {@code NAME.json} or {@code bbh/NAME.json}; null if the user named none
     * @param extractor instead of the answer format's own; null keeps that
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if the file is not there; ({@code INVALID_TASK}) with all faults of its content
     */
    static Task read(BbhTask task, @Nullable Path dataDirectory, @Nullable String extractor) {
        SourceFile file = SourceFile.read(locate(task, dataDirectory));
        List<Example> raw = parse(task, file);
        int published = raw.size();

        List<Example> distinct = withoutRepeats(raw);
        List<Example> examples = distinct;
        if (task.kind() == AnswerKind.CHOICE) {
            examples = withLetters(distinct);
        }
        StringBuilder source =
                new StringBuilder(file.name() + " sha256=" + file.sha256() + ", " + published + " examples");
        if (distinct.size() < published) {
            source.append(", ").append(published - distinct.size()).append(" dropped as repeated questions");
        }
        if (examples.size() < distinct.size()) {
            source.append(", ")
                    .append(distinct.size() - examples.size())
                    .append(" dropped as answers without a letter");
        }
        AnswerFormat format = format(task, examples, file);
        return Task.of(
                task.fullName(),
                format,
                extractor == null ? format.extractor() : extractor,
                examples,
                source.toString());
    }

    private static Path locate(BbhTask task, @Nullable Path dataDirectory) {
        String file = task.name() + ".json";
        String advice =
                "get the folder bbh of the GitHub repository suzgunmirac/BIG-Bench-Hard, then give --data DIR or set"
                        + " GREATER_DATA=DIR; gen/NAME tasks need no files";
        if (dataDirectory == null) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "task " + task.fullName() + ": expected a data directory with " + file + ", found none named; "
                            + advice);
        }
        for (Path candidate : List.of(
                dataDirectory.resolve(file), dataDirectory.resolve("bbh").resolve(file))) {
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new GreaterException(
                ErrorCode.FILE_NOT_FOUND,
                "task " + task.fullName() + ": expected " + file + " or bbh/" + file + " in " + dataDirectory
                        + ", found " + (Files.isDirectory(dataDirectory) ? "neither" : "no such directory") + "; "
                        + advice);
    }

    private static List<Example> parse(BbhTask task, SourceFile file) {
        JsonNode examples;
        try {
            examples = JSON.readTree(file.text()).path("examples");
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + task.fullName() + ": expected JSON in " + file.name() + ", found at line "
                            + e.getLocation().getLineNr() + ": " + e.getOriginalMessage() + "; get the file anew",
                    e);
        }
        if (!examples.isArray() || examples.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + task.fullName() + ": expected a list of examples in " + file.name() + "/examples, found "
                            + (examples.isArray() ? "an empty one" : "none") + "; get the file anew");
        }
        List<String> problems = new ArrayList<>();
        List<Example> raw = new ArrayList<>(examples.size());
        for (int i = 0; i < examples.size(); i++) {
            String id = task.fullName() + "#" + i;
            JsonNode input = examples.get(i).path("input");
            JsonNode target = examples.get(i).path("target");
            if (input.isTextual() && target.isTextual()) {
                raw.add(new Example(id, input.textValue(), target.textValue()));
            } else {
                problems.add(id + ": expected the texts 'input' and 'target', found "
                        + (input.isTextual() ? "no text 'target'" : "no text 'input'") + " in " + file.name());
            }
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + task.fullName(), problems);
        }
        return raw;
    }

    private static List<Example> withoutRepeats(List<Example> raw) {
        Set<String> questions = new HashSet<>();
        return raw.stream().filter(example -> questions.add(example.question())).toList();
    }

    // more answers without a letter than the published files have are a fault of this file: they stay, and are reported
    private static List<Example> withLetters(List<Example> examples) {
        List<Example> lettered = examples.stream()
                .filter(example -> LETTER.matcher(example.answer().strip()).matches())
                .toList();
        return examples.size() - lettered.size() <= MOST_WITHOUT_LETTER * examples.size() ? lettered : examples;
    }

    private static AnswerFormat format(BbhTask task, List<Example> examples, SourceFile file) {
        return switch (task.kind()) {
            case NUMBER -> new NumberFormat();
            case TEXT -> new FreeTextFormat();
            case LABEL -> new LabelFormat(task.labels());
            case CHOICE -> {
                List<String> letters = examples.stream()
                        .map(example -> example.answer().strip())
                        .filter(answer -> LETTER.matcher(answer).matches())
                        .map(answer -> answer.substring(1, 2))
                        .distinct()
                        .sorted()
                        .toList();
                if (letters.size() < 2) {
                    throw new GreaterException(
                            ErrorCode.INVALID_TASK,
                            "task " + task.fullName() + ": expected answers with two or more letters such as (A) in "
                                    + file.name() + ", found " + letters + "; get the file anew");
                }
                yield new ChoiceFormat(letters);
            }
            case AUTO -> throw new IllegalStateException("a published task has its own answer format");
        };
    }
}
