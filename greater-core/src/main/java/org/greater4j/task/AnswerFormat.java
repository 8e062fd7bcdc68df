package org.greater4j.task;

import java.util.Optional;

/**
 * The form that the answers of a task have: writes the extractor text and reads answers.
 *
 * <p>The extractor (the paper's section 3.2) is put after the model's reasoning and makes it state its answer. Wordings differ by
 * format, as measured in {@code docs/results/extractors.md}: words and letters are led to by an opening quote and end at the closing one.
 */
public sealed interface AnswerFormat permits ChoiceFormat, LabelFormat, NumberFormat, FreeTextFormat {
    /** Short name for records and messages: {@code choice}, {@code label}, {@code number} or {@code text}. */
    String name();

    /** Text that is appended to the reasoning and leads to the answer. */
    String extractor();

    /** What a right answer may look like, for error messages: {@code one of Yes, No}. */
    String expectation();

    /**
     * The one spelling that the loss is taken on.
     *
     * @throws IllegalArgumentException if the answer does not fit this format; the message says what was expected and found
     */
    String normalise(String answer);

    /**
     * Reads an answer out of what the model wrote after the extractor.
     *
     * @param generated text after the extractor; a closing quote and all after it are ignored
     * @return the answer, normalised, or nothing if no answer can be read
     */
    Optional<String> parse(String generated);

    /** Compares what the model wrote after the extractor with a normalised answer. */
    default Outcome judge(String answer, String generated) {
        return parse(generated)
                .map(given -> given.equals(answer) ? Outcome.RIGHT : Outcome.WRONG)
                .orElse(Outcome.UNANSWERED);
    }
}
