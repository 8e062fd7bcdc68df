package org.greater4j.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that are one of the question's own words, such as the third word of a list.
 *
 * <p>A reply is read if it is one word, or a sentence that ends in "is" and one word. A word that the question does not have is no answer
 * to it: unanswered and not wrong.
 */
public record WordOfQuestionFormat() implements AnswerFormat {
    private static final String WORD = "[\\p{L}\\p{N}]+(?:['\u2019-][\\p{L}\\p{N}]+)*";
    private static final Pattern ANSWER = Pattern.compile(WORD);
    private static final Pattern ALONE =
            Pattern.compile("(?:.*(?:\\bis|:)\\s)?[^\\p{L}\\p{N}]*(" + WORD + ")[^\\p{L}\\p{N}]*");

    @Override
    public String name() {
        return "word";
    }

    @Override
    public String extractor() {
        return "\nThe final answer is \"";
    }

    @Override
    public String expectation() {
        return "one word of the question";
    }

    @Override
    public String normalise(String answer) {
        String given = answer.strip();
        if (!ANSWER.matcher(given).matches()) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return given;
    }

    @Override
    public Optional<String> parse(String generated) {
        Matcher alone = ALONE.matcher(Answers.plain(generated));
        return alone.matches() ? Optional.of(alone.group(1)) : Optional.empty();
    }

    @Override
    public Optional<String> parse(String generated, Example example) {
        List<String> words = ANSWER.matcher(example.question().toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
        return parse(generated).filter(word -> words.contains(word.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean same(String expected, String given) {
        return given.equalsIgnoreCase(expected);
    }
}
