package org.greater4j.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that are a sequence of brackets, of the kinds {@code () [] {} <>}, such as {@code ] ] >}. Spaces between them don't count.
 *
 * <p>A reply is read if it holds one run of brackets and no other; words and their punctuation may stand around it. Signs of other kinds
 * ({@code !@#$%^&*()}) or a word that it is part of ({@code print()}) say that it was not meant as an answer.
 */
public record BracketFormat() implements AnswerFormat {
    private static final String BRACKET = "[()\\[\\]{}<>]";
    // possessive, since backtracking over many thousand brackets would take a frame for each
    private static final Pattern SEQUENCE = Pattern.compile(BRACKET + "(?:[\\s,]*+" + BRACKET + ")*+");
    private static final String SENTENCE = "[\\p{L}\\p{N}][\\p{L}\\p{N}\\s.,:;!?'\u2018\u2019\u201c\u201d-]*";
    // emphasis, code or mathematics right around the run; what opens it must close it, unless the reply was cut off
    private static final Pattern BEFORE = Pattern.compile(
            "(?:" + SENTENCE + "[\\s:])?(?:#{1,6}\\s+|#{4}\\s*|[>:=-]+\\s+)?([*_`$'\u2018\u201c]*)\\s*");
    private static final Pattern AFTER =
            Pattern.compile("\\s*([*_`$'\u2019\u201d]*)[.,;:!?]?(?:\\s+(?:" + SENTENCE + ")?)?");
    private static final Pattern ANSWER = Pattern.compile("\\s*" + BRACKET + "(?:\\s*+" + BRACKET + ")*+\\s*");

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
        if (sequences.size() != 1) {
            return Optional.empty();
        }
        MatchResult sequence = sequences.get(0);
        Matcher before = BEFORE.matcher(text.substring(0, sequence.start()));
        Matcher after = AFTER.matcher(text.substring(sequence.end()));
        boolean meant = before.matches()
                && after.matches()
                && (sequence.end() == text.length()
                        || before.group(1).length() == after.group(1).length());
        return meant ? Optional.of(spaced(sequence.group())) : Optional.empty();
    }

    private static String spaced(String sequence) {
        return String.join(" ", sequence.replaceAll("[\\s,]", "").split(""));
    }
}
