package org.greater4j.task;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers that are any text of one line; compared without regard to case, runs of white space, and punctuation of sentences around them,
 * Markdown, and a leading "The answer is". Brackets are no such punctuation: they can be the answer. Accents may be letters of their own or
 * not (Unicode's NFC). A reply without any letter or digit is unanswered, unless the right answer has none either.
 */
public record FreeTextFormat() implements AnswerFormat {
    private static final String PUNCTUATION = "[\\s.,;:!?'\u2018\u2019\u201c\u201d]+";
    private static final Pattern AROUND = Pattern.compile("^" + PUNCTUATION + "|" + PUNCTUATION + "$");

    private static final Pattern LEAD =
            Pattern.compile("^(?:so,? |thus,? |therefore,? )?(?:the )?(?:final |correct )?answer(?: is:?|:) ?");

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
        return "one line of text without double quotes";
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        if (given.isEmpty() || given.indexOf('"') >= 0 || given.lines().count() > 1) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return composed(given);
    }

    @Override
    public Optional<String> parse(String generated) {
        String given = Answers.quoted(generated);
        return given.isEmpty() ? Optional.empty() : Optional.of(composed(given));
    }

    @Override
    public Optional<String> parse(String generated, Example example) {
        boolean words = Answers.hasLetterOrDigit(example.answer());
        return parse(generated).filter(given -> !words || Answers.hasLetterOrDigit(given));
    }

    @Override
    public boolean same(String expected, String given) {
        return comparable(given).equals(comparable(expected));
    }

    /** What of a text is compared: lower case, single spaces, no markup, no "The answer is", no punctuation around it. */
    static String comparable(String text) {
        String plain =
                composed(text).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        String bare = AROUND.matcher(LEAD.matcher(Markup.plain(plain)).replaceFirst(""))
                .replaceAll("")
                .strip();
        return bare.isEmpty() ? plain : bare;
    }

    // an accent may be a character of its own or part of its letter, and nobody sees which
    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
