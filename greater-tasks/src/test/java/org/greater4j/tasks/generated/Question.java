package org.greater4j.tasks.generated;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to take a question apart that the solvers share. */
final class Question {
    private Question() {}

    /** The first group of a pattern that must be in the text. */
    static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected " + pattern + " in: " + text);
        }
        return matcher.group(1);
    }

    static List<MatchResult> all(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    /** The letter of the option with exactly that text. */
    static String letterOf(String question, String option) {
        List<String> letters = all(question, "(?m)^\\(([A-Z])\\) (.*)$").stream()
                .filter(match -> match.group(2).equals(option))
                .map(match -> match.group(1))
                .toList();
        if (letters.size() != 1) {
            throw new IllegalArgumentException("expected the option " + option + " once in: " + question);
        }
        return letters.get(0);
    }
}
