package org.greater4j.tasks;

import java.util.Optional;
import org.greater4j.task.AnswerFormat;

/** One to five stars: an answer format as a user may bring one along. */
public final class StarFormat implements AnswerFormat {
    @Override
    public String name() {
        return "stars";
    }

    @Override
    public String extractor() {
        return "\nThe rating (* to *****) is ";
    }

    @Override
    public String expectation() {
        return "one to five stars";
    }

    @Override
    public String normalise(String answer) {
        return parse(answer).orElseThrow(() -> new IllegalArgumentException("expected stars, found '" + answer + "'"));
    }

    @Override
    public Optional<String> parse(String generated) {
        String text = generated.strip();
        return text.matches("\\*{1,5}") ? Optional.of(text.length() + " of 5") : Optional.empty();
    }
}
