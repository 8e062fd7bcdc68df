package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.BracketFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.ListFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;
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
    // the published files have at most 2 such answers in 250, and a part of one may have both
    private static final int MOST_WITHOUT_LETTER = 2;
    private static final double MOST_SHARE_WITHOUT_LETTER = 0.02;

    private BbhReader() {}

    /**
     * Reads one task.
     *
     * @param data holds {@code NAME.json} or {@code bbh/NAME.json}
     * @param splits {@link Splits#AUTHORS} is read elsewhere
     * @param extractor instead of the answer format's own; null keeps that
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if the file is not there; ({@code INVALID_TASK}) with all faults of its content
     */
    static Task read(BbhTask task, DataDirectory data, Splits splits, @Nullable String extractor) {
        PublishedFile published = PublishedFiles.of("bbh/" + task.name() + ".json");
        SourceFile file = data.read(task.fullName(), published);
        List<Example> raw = parse(task, file);
        List<Example> distinct = DistinctParts.distinct(raw);
        List<Example> examples = withLetters(task, distinct);
        StringBuilder source =
                new StringBuilder(DataDirectory.describe(file, published) + ", " + raw.size() + " examples");
        if (distinct.size() < raw.size()) {
            source.append(", ").append(raw.size() - distinct.size()).append(" dropped as repeated questions");
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
                source.toString(),
                TaskDetails.NONE
                        .withSizes(splits == Splits.PAPER ? PaperSizes.bbh(examples.size()) : null)
                        .withLicence(published.licence(), null));
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

    /**
     * The examples of a task with lettered options whose answer is a letter; all examples of other tasks. More answers without a letter than
     * the published files have are a fault of this file: they stay, and are reported.
     */
    static List<Example> withLetters(BbhTask task, List<Example> examples) {
        List<Example> lettered = examples.stream()
                .filter(example -> LETTER.matcher(example.answer().strip()).matches())
                .toList();
        double most = Math.max(MOST_WITHOUT_LETTER, MOST_SHARE_WITHOUT_LETTER * examples.size());
        return task.kind() == AnswerKind.CHOICE && examples.size() - lettered.size() <= most ? lettered : examples;
    }

    /** What the answers of a task look like. Letters are those of the answers and those that questions offer. */
    static AnswerFormat format(BbhTask task, List<Example> examples, SourceFile file) {
        return switch (task.kind()) {
            case NUMBER -> new NumberFormat();
            case TEXT -> new FreeTextFormat();
            case LIST -> new ListFormat();
            case BRACKETS -> new BracketFormat();
            case LABEL -> new LabelFormat(task.labels(), task.synonyms());
            case CHOICE -> {
                List<String> letters = examples.stream()
                        .map(example -> example.answer().strip())
                        .filter(answer -> LETTER.matcher(answer).matches())
                        .map(answer -> answer.substring(1, 2))
                        .distinct()
                        .sorted()
                        .toList();
                // an option that is never the right one is an answer all the same
                List<String> offered = Stream.concat(
                                letters.stream(),
                                examples.stream()
                                        .flatMap(example -> ChoiceFormat.lettersOffered(example.question()).stream()))
                        .distinct()
                        .sorted()
                        .toList();
                if (letters.size() < 2) {
                    throw new GreaterException(
                            ErrorCode.INVALID_TASK,
                            "task " + task.fullName() + ": expected answers with two or more letters such as (A) in "
                                    + file.name() + ", found " + letters + "; get the file anew");
                }
                yield new ChoiceFormat(offered);
            }
            case AUTO, DATE -> throw new IllegalStateException("a published task has its own answer format");
        };
    }
}
