package org.greater4j.task;

import java.util.Locale;
import java.util.Optional;

/** Answers that are any short text; compared without regard to case, surrounding punctuation and runs of white space. */
public record FreeTextFormat() implements AnswerFormat {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String extractor() {
        return "\nThe final answer is \"";
    }

    @Override
    public String expectation() {
        return "a text without quotes";
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        if (given.isEmpty() || given.indexOf('"') >= 0) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return given;
    }

    @Override
    public Optional<String> parse(String generated) {
        String given = Answers.quoted(generated);
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    @Override
    public Outcome judge(String answer, String generated) {
        return parse(generated)
                .map(given -> comparable(given).equals(comparable(answer)) ? Outcome.RIGHT : Outcome.WRONG)
                .orElse(Outcome.UNANSWERED);
    }

    private static String comparable(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
