package org.greater4j.task;

import java.util.List;
import java.util.Optional;

/**
 * The form that the answers of a task have: writes the extractor text and reads answers.
 *
 * <p>The extractor (the paper's section 3.2) is put after the model's reasoning and makes it state its answer. Wordings differ by
 * format, as measured in {@code docs/results/extractors.md}: words are led to by an opening quote and end at
 * the closing one, letters of options by an opening parenthesis.
 *
 * <p>A program may bring its own: implement this interface, give the object to {@link Task#of}, or, for the command line, name the class
 * in {@code META-INF/services/org.greater4j.task.AnswerFormat} and select it by its {@link #name}. Without state; thread-safe.
 */
public interface AnswerFormat {
    /** Short name for records and messages, such as {@code choice}, {@code label} or {@code number}. */
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
     * @param generated text after the extractor; a closing quote and all after it are ignored. A quote that the model opens where the
     *     extractor opens none is not in it ({@link Task#judge})
     * @return the answer, normalised, or nothing if no answer can be read
     */
    Optional<String> parse(String generated);

    /**
     * Reads an answer to a certain question. A format whose answers are made of the question's own words can read more than
     * {@link #parse(String)}, or refuse what can't be an answer to this question.
     *
     * @param example what was asked; its answer may tell which words an answer is made of, never which of them is right
     */
    default Optional<String> parse(String generated, Example example) {
        return parse(generated);
    }

    /** Whether an answer that was {@linkplain #parse(String) read} is the right one. */
    default boolean same(String expected, String given) {
        return given.equals(expected);
    }

    /** All answers that a question leaves open, in the order of the question, normalised; empty unless they are few and known. */
    default List<String> options(Example example) {
        return List.of();
    }

    /** Compares what the model wrote after the extractor with a normalised answer. */
    default Outcome judge(String answer, String generated) {
        return parse(generated)
                .map(given -> same(answer, given) ? Outcome.RIGHT : Outcome.WRONG)
                .orElse(Outcome.UNANSWERED);
    }
}
