package org.greater4j.task;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers that are any text of one line; compared without regard to case, runs of white space, and punctuation of sentences around them,
 * Markdown, and a leading "The answer is". Brackets are no such punctuation: they can be the answer.
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
        return given;
    }

    @Override
    public Optional<String> parse(String generated) {
        String given = Answers.quoted(generated);
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    @Override
    public boolean same(String expected, String given) {
        return comparable(given).equals(comparable(expected));
    }

    /** What of a text is compared: lower case, single spaces, no markup, no "The answer is", no punctuation around it. */
    static String comparable(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        String bare = AROUND.matcher(LEAD.matcher(Markup.plain(plain)).replaceFirst(""))
                .replaceAll("")
                .strip();
        return bare.isEmpty() ? plain : bare;
    }
}
