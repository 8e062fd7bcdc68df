package org.greater4j.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers that are the letter of an option. Answers may come with or without parentheses; the loss is taken on the bare letter.
 *
 * @param letters the options' letters, such as A, B, C, in the order in which the extractor names them
 */
public record ChoiceFormat(List<String> letters) implements AnswerFormat {
    private static final Pattern LETTER = Pattern.compile("[A-Z]");

    public ChoiceFormat {
        letters = List.copyOf(letters);
        if (letters.size() < 2
                || !letters.stream().allMatch(letter -> LETTER.matcher(letter).matches())) {
            throw new IllegalArgumentException("expected two or more single letters A to Z, found " + letters);
        }
    }

    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String extractor() {
        return "\nThe final answer (" + String.join(" or ", letters) + ") is \"";
    }

    @Override
    public String expectation() {
        return "one of the letters " + String.join(", ", letters);
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        if (given.length() == 3 && given.startsWith("(") && given.endsWith(")")) {
            given = given.substring(1, 2);
        }
        for (String letter : letters) {
            if (letter.equalsIgnoreCase(given)) {
                return letter;
            }
        }
        throw new IllegalArgumentException("expected an answer that is " + expectation() + ", found '" + answer + "'");
    }

    @Override
    public Optional<String> parse(String generated) {
        return Answers.oneOf(
                letters, Answers.quoted(generated).replace("(", " ").replace(")", " "));
    }
}
