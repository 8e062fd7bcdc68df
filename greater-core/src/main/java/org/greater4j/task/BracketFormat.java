package org.greater4j.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Answers that are a sequence of brackets, of the kinds {@code () [] {} <>}, such as {@code ] ] >}. Spaces between them don't count.
 *
 * <p>A reply is read if it holds one run of brackets and no other; words and their punctuation may stand around it. Signs of other kinds
 * ({@code !@#$%^&*()}) or a word that it is part of ({@code print()}) say that it was not meant as an answer.
 */
public record BracketFormat() implements AnswerFormat {
    private static final String BRACKET = "[()\\[\\]{}<>]";
    private static final Pattern SEQUENCE = Pattern.compile(BRACKET + "(?:[\\s,]*" + BRACKET + ")*");
    private static final Pattern ENDS_IN_WORD = Pattern.compile("[\\p{L}\\p{N}]$");
    private static final Pattern NO_WORDS = Pattern.compile("[@%^&|~\\\\]|#(?![#\\s])");
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
        String text = Answers.quoted(generated);
        List<MatchResult> sequences = SEQUENCE.matcher(text).results().toList();
        if (sequences.size() != 1 || NO_WORDS.matcher(text).find()) {
            return Optional.empty();
        }
        MatchResult sequence = sequences.get(0);
        return ENDS_IN_WORD.matcher(text.substring(0, sequence.start())).find()
                ? Optional.empty()
                : Optional.of(spaced(sequence.group()));
    }

    private static String spaced(String sequence) {
        return String.join(" ", sequence.replaceAll("[\\s,]", "").split(""));
    }
}
