package org.greater4j.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers that are several items in order, such as words sorted by the alphabet.
 *
 * <p>Items are parted by commas or semicolons if there are any, else by spaces. Case, brackets and quotes around items, numbering from 1
 * and an "and" before the last one don't count. A reply none of whose items is among those of the right answer is no list of the things
 * that were asked for: it is unanswered and not wrong.
 */
public record ListFormat() implements AnswerFormat {
    private static final Pattern SEPARATED = Pattern.compile("[,;]");
    private static final Pattern NUMBERED = Pattern.compile("^\\s*1[.)]\\s.*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(?:^|\\s)\\d+[.)]\\s+");
    private static final Pattern AROUND = Pattern.compile(
            "^[\\s\\[\\](){}'\u2018\u2019\u201c\u201d*`.]+|[\\s\\[\\](){}'\u2018\u2019\u201c\u201d*`.!]+$");
    private static final Pattern LEADING_AND = Pattern.compile("^and\\s+(?=\\S)", Pattern.CASE_INSENSITIVE);
    // "The sorted list is: a, b"; the colon of a time (10:30) or of a name (a:b) leads to nothing
    private static final Pattern LEAD = Pattern.compile(
            ".*(?::\\s|\\b(?:is|are|answer|list|order|words|items|result)\\s*:)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String extractor() {
        return "\nThe final answer is \"";
    }

    @Override
    public String expectation() {
        return "a list on one line, with spaces or commas between its items and without double quotes";
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        List<String> items = items(given);
        if (given.indexOf('"') >= 0 || given.lines().count() != 1 || items.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return String.join(SEPARATED.matcher(given).find() ? ", " : " ", items);
    }

    @Override
    public Optional<String> parse(String generated) {
        String text = Markup.plain(Answers.quoted(generated));
        text = LEAD.matcher(text).replaceFirst("");
        List<String> items = items(text);
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(SEPARATED.matcher(text).find() ? ", " : " ", items));
    }

    @Override
    public Optional<String> parse(String generated, Example example) {
        List<String> known = comparable(example.answer());
        // items may be names with values, "name: Bob, age: 3", of which the first leads to nothing
        String whole = Answers.quoted(generated);
        if (comparable(whole).equals(known)) {
            return Optional.of(normalise(whole));
        }
        return parse(generated).filter(given -> comparable(given).stream().anyMatch(known::contains));
    }

    @Override
    public boolean same(String expected, String given) {
        return comparable(given).equals(comparable(expected));
    }

    /** The items in lower case. */
    static List<String> comparable(String list) {
        return items(list.toLowerCase(Locale.ROOT));
    }

    private static List<String> items(String text) {
        String plain = NUMBERED.matcher(text).matches() ? NUMBER.matcher(text).replaceAll(", ") : text;
        Pattern separator = SEPARATED.matcher(plain).find() ? SEPARATED : Pattern.compile("\\s+");
        List<String> items = new ArrayList<>();
        Arrays.stream(separator.split(plain))
                .map(item -> AROUND.matcher(item).replaceAll(""))
                .map(item -> separator == SEPARATED ? LEADING_AND.matcher(item).replaceFirst("") : item)
                .filter(item -> LETTER_OR_DIGIT.matcher(item).find())
                .forEach(items::add);
        return List.copyOf(items);
    }
}
