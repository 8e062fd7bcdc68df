package org.greater4j.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that are one number: an optional sign, digits with or without thousands separators, an optional fraction.
 *
 * <p>A reply is read as the number that it is or starts with, or the only one that it mentions; of an equation, the right side counts.
 * An expression that is left unfinished ({@code 5 + 3}), a range, a fraction, a time or a date is no number.
 */
public record NumberFormat() implements AnswerFormat {
    private static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|\\.\\d+";
    private static final Pattern NUMBER = Pattern.compile("[-+\u2212]?(?:" + DIGITS + ")");
    // a sign right after a letter or digit is a hyphen or an operator (COVID-19, 5-3); a power of ten (1e5) is not read
    // in part
    private static final Pattern MENTION = Pattern.compile(
            "(?<![\\d.])(?<!\\d[eE][-+]?)(?:(?<![\\p{L}\\p{N})])[-+\u2212])?(?>" + DIGITS + ")(?![eE][-+]?\\d)");
    private static final Pattern GOES_ON = Pattern.compile(
            "\\s*(?:[-+*/\u2212\u00d7\u00f7^:\u2013]|x|to|or|and)\\s*[-+\u2212($]*\\d.*", Pattern.DOTALL);

    @Override
    public String name() {
        return "number";
    }

    @Override
    public String extractor() {
        // unlike words and letters, a number is likelier without a quote: docs/results/extractors.md
        return "\nThe final answer (a number) is ";
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
        String text = Answers.quoted(generated);
        text = text.substring(text.lastIndexOf('=') + 1);
        List<Answers.Mention> mentions = new ArrayList<>();
        Matcher matcher = MENTION.matcher(text);
        while (matcher.find()) {
            mentions.add(new Answers.Mention(canonical(matcher.group()), matcher.start(), matcher.end()));
        }
        boolean unfinished = !mentions.isEmpty()
                && GOES_ON.matcher(text.substring(mentions.get(0).end())).matches();
        return unfinished ? Optional.empty() : Answers.decide(mentions, text);
    }

    private static String canonical(String number) {
        BigDecimal value = new BigDecimal(number.replace(",", "").replace('\u2212', '-'));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
