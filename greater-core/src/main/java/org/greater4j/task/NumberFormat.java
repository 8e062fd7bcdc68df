package org.greater4j.task;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers that are one number: an optional minus, digits with or without thousands separators, an optional fraction. */
public record NumberFormat() implements AnswerFormat {
    private static final Pattern NUMBER = Pattern.compile("[-\u2212]?(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?");

    @Override
    public String name() {
        return "number";
    }

    @Override
    public String extractor() {
        return "\nThe final answer (a number) is \"";
    }

    @Override
    public String expectation() {
        return "a number";
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        if (!NUMBER.matcher(given).matches()) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return canonical(given);
    }

    @Override
    public Optional<String> parse(String generated) {
        Matcher matcher = NUMBER.matcher(Answers.quoted(generated));
        return matcher.find() ? Optional.of(canonical(matcher.group())) : Optional.empty();
    }

    private static String canonical(String number) {
        BigDecimal value = new BigDecimal(number.replace(",", "").replace('\u2212', '-'));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
