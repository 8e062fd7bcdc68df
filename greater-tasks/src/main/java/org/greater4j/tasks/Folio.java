package org.greater4j.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.PublishedParts;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;
import org.jspecify.annotations.Nullable;

/**
 * FOLIO (Han et al. 2022), first-order logic in English: {@code {"premises": […], "conclusion": …, "label": …}} a line.
 *
 * <p>The published training file says {@code Unknown} where the published validation file says {@code Uncertain}; both are Uncertain here.
 * Training and dev rows come from the training file, test rows from the validation file (204 rows in v0.0; the paper tests on 203 rows of a
 * later version).
 */
final class Folio {
    static final String NAME = "folio";
    static final int PUBLISHED_EXAMPLES = 1208;
    static final String DESCRIPTION = "whether a conclusion follows from premises";
    static final AnswerFormat FORMAT = new LabelFormat(
            List.of("True", "False", "Uncertain"),
            Map.of(
                    "Unknown", "Uncertain",
                    "undetermined", "Uncertain",
                    "cannot be determined", "Uncertain",
                    "can't be determined", "Uncertain"));

    private Folio() {}

    static Task read(DataDirectory data, Splits splits, @Nullable String extractor) {
        PublishedFile trainFile = PublishedFiles.of("folio/folio-train.jsonl");
        PublishedFile testFile = PublishedFiles.of("folio/folio-validation.jsonl");
        SourceFile train = data.read(NAME, trainFile);
        SourceFile test = data.read(NAME, testFile);
        DistinctParts parts = DistinctParts.of(rows(train, "train"), List.of(), rows(test, "validation"));
        PublishedParts published = parts.parts(true);
        SplitSizes sizes = splits == Splits.PAPER
                ? PaperSizes.atMost(PaperSizes.FOLIO, published.train(), published.test())
                : null;
        return Task.of(
                NAME,
                FORMAT,
                extractor == null ? FORMAT.extractor() : extractor,
                parts.all(),
                DataDirectory.describe(train, trainFile) + " and " + DataDirectory.describe(test, testFile) + ", "
                        + parts.all().size() + " examples" + parts.note(),
                TaskDetails.NONE.withParts(published).withSizes(sizes).withLicence(trainFile.licence(), "0.0"));
    }

    private static List<Example> rows(SourceFile file, String part) {
        return JsonLines.read(
                NAME,
                file,
                (object, index) -> new Example(
                        NAME + "/" + part + "#" + index,
                        question(premises(object.path("premises")), JsonLines.text(object, "conclusion")),
                        FORMAT.normalise(JsonLines.text(object, "label"))));
    }

    // a list in v0.0, one text with line ends in later versions
    private static List<String> premises(JsonNode node) {
        List<String> premises = new ArrayList<>();
        if (node.isTextual()) {
            node.textValue().lines().forEach(premises::add);
        } else {
            node.forEach(premise -> premises.add(premise.asText()));
        }
        // one story of v0.0 begins with an empty premise
        premises.removeIf(String::isBlank);
        if (premises.isEmpty()) {
            throw new IllegalArgumentException("expected texts in the field 'premises', found " + node);
        }
        return premises;
    }

    private static String question(List<String> premises, String conclusion) {
        StringBuilder question = new StringBuilder("Premises:");
        for (String premise : premises) {
            question.append("\n- ").append(premise.strip());
        }
        return question.append("\nConclusion: ")
                .append(conclusion.strip())
                .append("\nGiven the premises, is the conclusion True, False or Uncertain?")
                .toString();
    }
}
