package org.greater4j.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Answers that are a sequence of brackets, of the kinds {@code () [] {} <>}, such as {@code ] ] >}. Spaces between them don't count.
 *
 * <p>A reply is read if it holds one run of brackets and no other; words may stand around it.
 */
public record BracketFormat() implements AnswerFormat {
    private static final String BRACKET = "[()\\[\\]{}<>]";
    private static final Pattern SEQUENCE = Pattern.compile(BRACKET + "(?:[\\s,]*" + BRACKET + ")*");
    private static final Pattern ANSWER = Pattern.compile("\\s*" + BRACKET + "(?:\\s*" + BRACKET + ")*\\s*");

    @Override
    public String name() {
        return "brackets";
    }

    @Override
    public String extractor() {
        return "\nThe final answer is \"";
    }

    @Override
    public String expectation() {
        return "a sequence of brackets";
    }

    @Override
    public String normalise(String answer) {
        if (!ANSWER.matcher(answer).matches()) {
            throw new IllegalArgumentException(
                    "expected an answer that is " + expectation() + ", found '" + answer + "'");
        }
        return spaced(answer);
    }

    @Override
    public Optional<String> parse(String generated) {
        List<String> sequences = SEQUENCE.matcher(Answers.quoted(generated))
                .results()
                .map(MatchResult::group)
                .toList();
        return sequences.size() == 1 ? Optional.of(spaced(sequences.get(0))) : Optional.empty();
    }

    private static String spaced(String sequence) {
        return String.join(" ", sequence.replaceAll("[\\s,]", "").split(""));
    }
}
