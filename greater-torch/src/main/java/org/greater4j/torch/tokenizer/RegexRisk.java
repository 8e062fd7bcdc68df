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
        private final boolean looksAround;

        Group(boolean looksAround) {
            this.looksAround = looksAround;
        }
    }

    private final String pattern;
    private int at;

    private RegexRisk(String pattern) {
        this.pattern = pattern;
    }

    /** What makes a pattern a risk, in words; empty if it is none. */
    static Optional<String> of(String pattern) {
        return pattern.length() > LONGEST
                ? Optional.of("more than " + LONGEST + " characters")
                : new RegexRisk(pattern).find();
    }

    private Optional<String> find() {
        Deque<Group> open = new ArrayDeque<>();
        Group group = new Group(false);
        while (at < pattern.length()) {
            Group closed = null;
            char c = pattern.charAt(at);
            switch (c) {
                case '\\' -> {
                    if (at + 1 < pattern.length() && "gkKRXy123456789".indexOf(pattern.charAt(at + 1)) >= 0) {
                        return Optional.of("the escape \\" + pattern.charAt(at + 1));
                    }
                    skipEscape();
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
                    group.mostRepetitions = Math.max(group.mostRepetitions, group.repetitions);
                    closed = group;
                    group = open.isEmpty() ? new Group(false) : open.pop();
                }
                case '|' -> {
                    at++;
                    group.choice = true;
                    group.mostRepetitions = Math.max(group.mostRepetitions, group.repetitions);
                    group.repetitions = 0;
                    continue;
                }
                default -> at++;
            }
            boolean repeated = skipQuantifiers();
            if (closed != null) {
                if (repeated && (closed.choice || closed.mostRepetitions > 0)) {
                    return Optional.of("a repeated group that holds a choice or a repetition");
                }
                group.repetitions += closed.looksAround ? 0 : closed.mostRepetitions;
            }
            group.repetitions += repeated ? 1 : 0;
            if (group.repetitions > MOST_REPETITIONS) {
                return Optional.of("more than " + MOST_REPETITIONS + " repetitions in a row");
            }
        }
        return Optional.empty();
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

    /** Skips all quantifiers that follow; whether one of them, or several together, repeat without bound or many times. */
    private boolean skipQuantifiers() {
        int quantifiers = 0;
        boolean many = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '*' || (c == '+' && quantifiers == 0)) {
                many = true;
            } else if (c == '{' && counts()) {
                many |= isLarge(pattern.substring(at + 1, pattern.indexOf('}', at)));
                at = pattern.indexOf('}', at);
            } else if (c != '?' && c != '+') {
                break;
            }
            quantifiers++;
            at++;
        }
        return many;
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
