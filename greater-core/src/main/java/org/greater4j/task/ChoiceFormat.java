package org.greater4j.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that are the letter of an option. Answers may come with or without parentheses; the loss is taken on the bare letter.
 *
 * @param letters the options' letters, such as A, B, C, in the order in which the extractor names them
 */
public record ChoiceFormat(List<String> letters) implements AnswerFormat {
    private static final Pattern LETTER = Pattern.compile("[A-Z]");
    private static final Pattern ANSWER = Pattern.compile("\\(?([A-Za-z])\\)?");
    // what may stand before and behind a letter that is meant as one: in N/A, k;B?x and #&A} none is
    private static final String OPENS = "\\s(\\[{*_\"'\u2018\u201c:";
    private static final String CLOSES = "[.,:;)\\]}*_!?'\u2019\u201d$\u2013\u2014-]*(?:\\s|$)";
    private static final Pattern ALONE =
            Pattern.compile("[" + OPENS + ".=>$-]*([A-Za-z])[\\s.,:;)\\]}*_!?'\u2019\u201d$<\\p{So}-]*");
    private static final Pattern LEADING = Pattern.compile("([a-z])[).:]\\s");
    private static final Pattern IN_PARENTHESES =
            Pattern.compile("(?<=^|[" + OPENS + ".,;/=>$-]|\\p{L}{3})\\(([A-Za-z])\\)");
    // before a small word, A is most often the article and I the pronoun of a sentence, unless the word can't follow
    // these, or
    // the letter is called one
    private static final String NO_LETTER =
            "(?!A\\s+(?!(?:is|isn['\u2019]t|was|because|since|as|due|or|and|but|nor|which|that|seems|appears"
                    + "|has|does|would|should)\\b)[a-z])"
                    + "(?!I\\s+(?!(?:is|isn['\u2019]t|because|since|or|nor|which|seems|appears|has|does)\\b)[a-z])";
    private static final String CALLED_ONE = "(?<=\\b(?i:option|choice|letter):?\\s{1,3})"
            + "|(?<=\\b(?i:answer)(?i:\\s{1,3}is)?:?\\s{1,3})(?!I\\s+[a-z])";
    private static final Pattern BARE = Pattern.compile("(?<=^|[\\s*_\"'\u2018\u201c:]|(?<=^|[\\s*:])[(\\[{])(?:"
            + CALLED_ONE + "|" + NO_LETTER + ")([A-Z])(?=" + CLOSES + ")");

    // a line of the question that offers an option
    private static final Pattern OPTION = Pattern.compile("^\\s*\\(([A-Z])\\)[ \\t]*(.*?)\\s*$", Pattern.MULTILINE);

    public ChoiceFormat {
        letters = List.copyOf(letters);
        if (letters.size() < 2
                || new HashSet<>(letters).size() < letters.size()
                || !letters.stream().allMatch(letter -> LETTER.matcher(letter).matches())) {
            throw new IllegalArgumentException("expected two or more different letters A to Z, found " + letters);
        }
    }

    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String extractor() {
        // options stand in parentheses, and an open one leads to a letter rather than to an option's text:
        // docs/results/extractors.md
        return "\nThe final answer is (";
    }

    @Override
    public String expectation() {
        return "one of the letters " + String.join(", ", letters);
    }

    @Override
    public String normalise(String answer) {
        Matcher given = ANSWER.matcher(answer.strip());
        if (given.matches()) {
            String letter = given.group(1).toUpperCase(Locale.ROOT);
            if (letters.contains(letter)) {
                return letter;
            }
        }
        throw new IllegalArgumentException("expected an answer that is " + expectation() + ", found '" + answer + "'");
    }

    /**
     * {@inheritDoc}
     *
     * <p>Letters in parentheses count before bare ones. A bare letter in a longer text counts if it is a capital and not the article or
     * the pronoun of a sentence: "A book" and "I think" choose nothing, "A is right" and "option A in this case" do. Of several letters, the
     * one that the reply starts with counts.
     */
    @Override
    public Optional<String> parse(String generated) {
        return letter(Answers.plain(generated));
    }

    private Optional<String> letter(String text) {
        Matcher alone = ALONE.matcher(text);
        if (alone.matches() || alone.usePattern(LEADING).lookingAt()) {
            String letter = alone.group(1).toUpperCase(Locale.ROOT);
            return letters.contains(letter) ? Optional.of(letter) : Optional.empty();
        }
        List<Answers.Mention> mentions = mentions(IN_PARENTHESES, text);
        return Answers.decide(mentions.isEmpty() ? mentions(BARE, text) : mentions, text);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A reply chooses, too, if it is word for word the text of one option of the question, and of one alone; then a letter that stands in
     * that text is none ("A New Hope").
     */
    @Override
    public Optional<String> parse(String generated, Example example) {
        String plain = Answers.plain(generated);
        Optional<String> named = ALONE.matcher(plain).matches() ? Optional.empty() : named(plain, example);
        return named.isPresent() ? named : letter(plain);
    }

    private Optional<String> named(String plain, Example example) {
        String text = FreeTextFormat.comparable(plain);
        List<String> named = offered(example.question()).stream()
                .filter(option -> !text.isEmpty()
                        && FreeTextFormat.comparable(option.text()).equals(text))
                .map(Offer::letter)
                .toList();
        return named.size() == 1 && letters.contains(named.get(0)) ? Optional.of(named.get(0)) : Optional.empty();
    }

    @Override
    public List<String> options(Example example) {
        List<String> offered = offered(example.question()).stream()
                .map(Offer::letter)
                .filter(letters::contains)
                .distinct()
                .toList();
        return offered.size() < 2 ? letters : offered;
    }

    /** The letters that a question offers, each at the start of a line and in parentheses. */
    public static List<String> lettersOffered(String question) {
        return offered(question).stream().map(Offer::letter).distinct().toList();
    }

    private record Offer(String letter, String text) {}

    private static List<Offer> offered(String question) {
        return OPTION.matcher(question)
                .results()
                .map(line -> new Offer(line.group(1), line.group(2)))
                .toList();
    }

    private List<Answers.Mention> mentions(Pattern pattern, String text) {
        List<Answers.Mention> mentions = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String letter = matcher.group(1).toUpperCase(Locale.ROOT);
            if (letters.contains(letter)) {
                mentions.add(new Answers.Mention(letter, matcher.start(), matcher.end()));
            }
        }
        return mentions;
    }
}
