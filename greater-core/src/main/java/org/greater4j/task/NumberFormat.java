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
 * Currency signs, units, a percent sign and a period behind it are passed over; {@code minus 5} and {@code -$5} are negative, and a minus
 * sign or an en dash is as good as a hyphen. An expression that is left unfinished ({@code 5 + 3}), a range, a fraction, a time, a date,
 * groups of digits with plain spaces between them ({@code 1 000}), a number of millions or dozens and the end of a word ({@code asdf123}) are
 * not read: what they mean would be a guess.
 */
public record NumberFormat() implements AnswerFormat {
    private static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|\\.\\d+";
    private static final String CURRENCY = "[$\u20ac\u00a3\u00a5\u20b9]";
    // models and word processors write a minus sign or an en dash for a hyphen
    private static final String SIGN = "[-+\u2212\u2013]";
    private static final Pattern NUMBER = Pattern.compile(
            "(?:" + SIGN + "?" + CURRENCY + "?|" + CURRENCY + SIGN + ")(?:" + DIGITS + ")(?:\\s?%)?\\.?");
    // as typesetters part groups of digits; a plain space may part two numbers
    private static final Pattern GROUPS = Pattern.compile("(?<=\\d)[\u00a0\u202f\u2009'\u2019](?=\\d{3}(?!\\d))");
    private static final Pattern NOISE = Pattern.compile("[,%\\s]|" + CURRENCY + "|\\.$");
    private static final Pattern NEGATIVE = Pattern.compile(
            "(?<![\\p{N})%]\\s{0,3})\\b(?:minus|negative)\\s+(?=" + CURRENCY + "?\\d)", Pattern.CASE_INSENSITIVE);
    // a sign right after a letter or digit is a hyphen or an operator (COVID-19, 5-3); a power of ten (1e5) is not read
    // in part, nor is what ends a word, unless that is the name of a currency
    private static final Pattern MENTION = Pattern.compile(
            "(?<![\\d.])(?<!\\d[eE][-+]?)(?:(?<!\\p{IsLatin})|(?<=\\b(?:USD|EUR|GBP|Rs|INR|JPY|CNY)))(?:(?<![\\p{L}\\p{N})])"
                    + SIGN + "(?:\\s?" + CURRENCY + "\\s?)?)?(?>" + DIGITS + ")(?![eE][-+]?\\d)");
    private static final Pattern GOES_ON = Pattern.compile(
            "\\s*(?:[-+/\u2212\u00d7\u00f7^:\u2013]|\\*{1,2}|x|to|or|and|minus|plus|times|over|divided by)\\s*[-+\u2212\u2013($]*\\d.*"
                    + "|\\s+\\d.*"
                    + "|\\s*(?:hundred|thousand|million|billion|trillion|dozen|bn|(?:and\\s+)?(?:a\\s+|one\\s+)?(?:half|quarter|third)s?)"
                    + "(?![\\p{L}\\p{N}]).*"
                    + "|(?-i:[kKM])(?![\\p{L}\\p{N}]).*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

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
        String given = GROUPS.matcher(answer.strip()).replaceAll("");
        if (!NUMBER.matcher(given).matches()) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return canonical(given);
    }

    @Override
    public Optional<String> parse(String generated) {
        String plain = GROUPS.matcher(Answers.plain(generated)).replaceAll("");
        String text = NEGATIVE.matcher(plain).replaceAll("-");
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
        BigDecimal value = new BigDecimal(
                NOISE.matcher(number).replaceAll("").replace('\u2212', '-').replace('\u2013', '-'));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
