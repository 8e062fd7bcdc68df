package org.greater4j.task;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One labelled question.
 *
 * @param id names the example in records and errors, unique in its task, such as {@code navigate#17}
 * @param question what the model is asked, without instructions
 * @param answer the right answer, as {@link AnswerFormat#normalise} writes it
 * @param solution a worked solution that the data set brings along, for people; null if it has none. No model is shown it
 */
public record Example(
        String id, String question, String answer, @Nullable String solution) {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    /** An example without a worked solution. */
    public Example(String id, String question, String answer) {
        this(id, question, answer, null);
    }

    /** What questions are told apart by: two that differ in white space alone are the same. */
    public String comparableQuestion() {
        return WHITE_SPACE.matcher(question.strip()).replaceAll(" ");
    }
}
