package org.greater4j.tasks;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Example;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.PublishedParts;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;
import org.jspecify.annotations.Nullable;

/**
 * GSM8K (Cobbe et al. 2021), grade-school word problems: {@code {"question": …, "answer": "… #### 72"}} a line.
 *
 * <p>The answer is the number behind {@code ####}. What stands before it is a worked solution, in which {@code <<48/2=24>>} marks where a
 * calculator was to be used; the marks are removed. Training and dev rows come from the published training file, test rows from the
 * published test file.
 */
final class Gsm8k {
    static final String NAME = "gsm8k";
    static final int PUBLISHED_EXAMPLES = 8792;
    static final String DESCRIPTION = "word problems of grade-school mathematics";

    private static final AnswerFormat FORMAT = new NumberFormat();
    private static final Pattern ANSWER = Pattern.compile("(.*?)\\s*####\\s*(\\S[^\\n]*?)\\s*", Pattern.DOTALL);
    private static final Pattern CALCULATOR_MARK = Pattern.compile("<<[^<>]*>>");

    private Gsm8k() {}

    static Task read(DataDirectory data, Splits splits, @Nullable String extractor) {
        PublishedFile trainFile = PublishedFiles.of("gsm8k/train.jsonl");
        PublishedFile testFile = PublishedFiles.of("gsm8k/test.jsonl");
        SourceFile train = data.read(NAME, trainFile);
        SourceFile test = data.read(NAME, testFile);
        DistinctParts parts = DistinctParts.of(rows(train, "train"), List.of(), rows(test, "test"));
        PublishedParts published = parts.parts(true);
        SplitSizes sizes = splits == Splits.PAPER
                ? PaperSizes.atMost(PaperSizes.GSM8K, published.train(), published.test())
                : null;
        return Task.of(
                NAME,
                FORMAT,
                extractor == null ? FORMAT.extractor() : extractor,
                parts.all(),
                DataDirectory.describe(train, trainFile) + " and " + DataDirectory.describe(test, testFile) + ", "
                        + parts.all().size() + " examples" + parts.note(),
                TaskDetails.NONE.withParts(published).withSizes(sizes).withLicence(trainFile.licence(), null));
    }

    private static List<Example> rows(SourceFile file, String part) {
        return JsonLines.read(NAME, file, (object, index) -> {
            Matcher answer = ANSWER.matcher(JsonLines.text(object, "answer"));
            if (!answer.matches()) {
                throw new IllegalArgumentException(
                        "expected a number behind #### at the end of the field 'answer', found none");
            }
            return new Example(
                    NAME + "/" + part + "#" + index,
                    JsonLines.text(object, "question").strip(),
                    FORMAT.normalise(answer.group(2)),
                    withoutCalculatorMarks(answer.group(1)));
        });
    }

    /** A worked solution as a person would write it: {@code 48/2 = 24} for {@code 48/2 = <<48/2=24>>24}. */
    static String withoutCalculatorMarks(String solution) {
        return CALCULATOR_MARK.matcher(solution).replaceAll("");
    }
}
