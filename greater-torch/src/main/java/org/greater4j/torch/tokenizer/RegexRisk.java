package org.greater4j.torch.tokenizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells whether a backtracking search for a regular expression may take far longer than the text is long.
 *
 * <p>A group that is repeated without bound and holds a choice or a repetition can match one text in exponentially many ways; repetitions
 * one after the other, in polynomially many. Patterns that cut words for byte pairs have no such group, and two repetitions in a row. The
 * answer errs on the side of refusal: some patterns that are harmless are risks here.
 */
final class RegexRisk {
    private static final int MOST_REPETITIONS = 3;
    /** A group that is repeated up to so many times counts as repeated without bound. */
    private static final int FEW_TIMES = 8;

    private static final int LONGEST = 10_000;

    /** What is known of a group that is still open. */
    private static final class Group {
        private boolean choice;
        /** Repetitions in the alternative that is being read. */
        private int repetitions;

        private int mostRepetitions;
        /** Whether the alternative that is being read takes at least one character. */
        private boolean takes;

        private boolean allTake = true;
        private final boolean looksAround;

        Group(boolean looksAround) {
            this.looksAround = looksAround;
        }

        void endAlternative() {
            mostRepetitions = Math.max(mostRepetitions, repetitions);
            repetitions = 0;
            allTake &= takes;
            takes = false;
        }
    }

    private final String pattern;
    private final boolean mayMatchNothing;
    private int at;
    /** Whether the quantifiers that were skipped last allow for no match at all. */
    private boolean optional;

    private RegexRisk(String pattern, boolean mayMatchNothing) {
        this.pattern = pattern;
        this.mayMatchNothing = mayMatchNothing;
    }

    /**
     * What makes a pattern a risk, in words; empty if it is none.
     *
     * @param mayMatchNothing whether a match may be empty; what replaces its matches can't bear that
     */
    static Optional<String> of(String pattern, boolean mayMatchNothing) {
        return pattern.length() > LONGEST
                ? Optional.of("more than " + LONGEST + " characters")
                : new RegexRisk(pattern, mayMatchNothing).find();
    }

    private Optional<String> find() {
        Deque<Group> open = new ArrayDeque<>();
        Group group = new Group(false);
        while (at < pattern.length()) {
            Group closed = null;
            boolean takes = true;
            char c = pattern.charAt(at);
            switch (c) {
                case '\\' -> {
                    if (at + 1 < pattern.length() && "gkKRXy123456789".indexOf(pattern.charAt(at + 1)) >= 0) {
                        return Optional.of("the escape \\" + pattern.charAt(at + 1));
                    }
                    takes = at + 1 < pattern.length() && "bBAzZG".indexOf(pattern.charAt(at + 1)) < 0;
                    skipEscape();
                }
                case '^', '$' -> {
                    takes = false;
                    at++;
                }
                case '[' -> skipClass();
                case '(' -> {
                    if (isUnusual()) {
                        return Optional.of("a group with a condition, a call or an absence");
                    }
                    open.push(group);
                    group = new Group(looksAround());
                    skipGroupStart();
                    continue;
                }
                case ')' -> {
                    at++;
                    group.endAlternative();
                    closed = group;
                    takes = closed.allTake && !closed.looksAround;
                    group = open.isEmpty() ? new Group(false) : open.pop();
                }
                case '|' -> {
                    at++;
                    group.choice = true;
                    group.endAlternative();
                    continue;
                }
                default -> at++;
            }
            int repetitions = skipQuantifiers();
            if (closed != null) {
                if (repetitions > 0 && (closed.choice || closed.mostRepetitions > 0)) {
                    return Optional.of("a repeated group that holds a choice or a repetition");
                }
                group.repetitions += closed.looksAround ? 0 : closed.mostRepetitions;
            }
            group.repetitions += repetitions;
            group.takes |= takes && !optional;
            if (group.repetitions > MOST_REPETITIONS) {
                return Optional.of("more than " + MOST_REPETITIONS + " repetitions in a row");
            }
        }
        group.endAlternative();
        return group.allTake || mayMatchNothing ? Optional.empty() : Optional.of("a match of nothing");
    }

    private void skipEscape() {
        at += 2;
        if (at <= pattern.length() && "pPxuo".indexOf(pattern.charAt(at - 1)) >= 0 && pattern.startsWith("{", at)) {
            int close = pattern.indexOf('}', at);
            at = close < 0 ? pattern.length() : close + 1;
        }
    }

    /** Skips a class of characters, which may hold others. */
    private void skipClass() {
        int depth = 0;
        do {
            char c = at < pattern.length() ? pattern.charAt(at) : ']';
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
                if (pattern.startsWith("^", at + 1)) {
                    at++;
                }
                if (pattern.startsWith("]", at + 1)) {
                    at++; // stands for itself right after the start
                }
            } else if (c == ']') {
                depth--;
            }
            at++;
        } while (depth > 0 && at < pattern.length());
    }

    private boolean isUnusual() {
        return pattern.startsWith("(?(", at)
                || pattern.startsWith("(?~", at)
                || pattern.startsWith("(?&", at)
                || pattern.startsWith("(?R", at)
                || pattern.startsWith("(*", at);
    }

    private boolean looksAround() {
        return pattern.startsWith("(?=", at)
                || pattern.startsWith("(?!", at)
                || pattern.startsWith("(?<=", at)
                || pattern.startsWith("(?<!", at);
    }

    /** Skips the bracket and what says of which kind the group is. */
    private void skipGroupStart() {
        at++;
        if (!pattern.startsWith("?", at)) {
            return;
        }
        at++;
        while (at < pattern.length() && ":=!>)".indexOf(pattern.charAt(at)) < 0) {
            at++;
        }
        if (at < pattern.length() && pattern.charAt(at) != ')') {
            at++;
        }
    }

    /** Skips all quantifiers that follow; how many of them repeat without bound or many times. */
    private int skipQuantifiers() {
        int repetitions = 0;
        optional = false;
        char before = ' ';
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '*' || (c == '+' && (before == ' ' || before == '}'))) {
                optional |= c == '*';
                repetitions++; // after other quantifiers, + gives nothing back
            } else if (c == '{' && counts()) {
                int close = pattern.indexOf('}', at);
                repetitions += isLarge(pattern.substring(at + 1, close)) ? 1 : 0;
                optional |= pattern.charAt(at + 1) == '0' || pattern.charAt(at + 1) == ',';
                at = close;
            } else if (c == '?') {
                optional |= before == ' ' || before == '}'; // after others, ? makes them take little
            } else if (c != '+') {
                break;
            }
            before = pattern.charAt(at);
            at++;
        }
        return repetitions;
    }

    private boolean counts() {
        int close = pattern.indexOf('}', at);
        return close > at + 1
                && pattern.substring(at + 1, close).chars().allMatch(c -> c == ',' || (c >= '0' && c <= '9'));
    }

    private static boolean isLarge(String range) {
        String last = range.substring(range.lastIndexOf(',') + 1);
        return last.isEmpty() || last.length() > 3 || Integer.parseInt(last) > FEW_TIMES;
    }
}
