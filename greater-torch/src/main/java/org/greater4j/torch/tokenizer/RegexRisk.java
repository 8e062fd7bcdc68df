package org.greater4j.torch.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells whether a backtracking search for a regular expression may take far longer than the text is long.
 *
 * <p>Each part of a pattern can match a text in so many ways, and all of them are tried for as long as something behind it fails. So the
 * ways of the parts in front of the last one that may fail are multiplied with each other: one repetition without bound there makes as
 * many steps as the text has characters, two of them the square of it, and a repeated group that holds a choice or a repetition more than
 * any power. The native library gives up at a limit of steps by ending the process, hence patterns that may come near it are refused. What
 * stands behind the last part that may fail is never tried again, so patterns that cut words for byte pairs, whose alternatives end in
 * repetitions, take few steps.
 *
 * <p>The answer errs on the side of refusal: repetitions are taken to match the same characters, whatever these are.
 */
final class RegexRisk {
    /** The longest text that is thought of. */
    private static final double TEXT = 250_000;
    /** The native library's limit for one place of a text. */
    private static final double MOST_STEPS = 10_000_000;
    /** A part that is repeated up to so many times counts as written out. */
    private static final int FEW_TIMES = 8;

    /** Anything else in braces stands for itself. */
    private static final Pattern RANGE = Pattern.compile("\\{(?:[0-9]++(?:,[0-9]*+)?|,[0-9]++)\\}");

    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = Integer.MAX_VALUE;

    /**
     * What is known of a part of a pattern.
     *
     * @param ways in which it can match at one place
     * @param tried steps that it takes to try all of them
     * @param first steps until it fails or matches for the first time, but for the characters of a match that nothing follows
     * @param fails whether it may fail
     * @param takes whether every match has a character
     */
    private record Part(double ways, double tried, double first, boolean fails, boolean takes) {
        static final Part CHARACTER = new Part(1, 1, 1, true, true);
        static final Part PLACE = new Part(1, 1, 1, true, false);

        Part or(Part other) {
            return new Part(
                    ways + other.ways,
                    tried + other.tried,
                    first + other.first,
                    fails && other.fails,
                    takes && other.takes);
        }

        static Part sequence(List<Part> parts) {
            int lastThatFails = parts.size() - 1;
            while (lastThatFails >= 0 && !parts.get(lastThatFails).fails) {
                lastThatFails--;
            }
            double ways = 1;
            double tried = 1;
            double first = 1;
            boolean takes = false;
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                tried += ways * part.tried;
                first += i < lastThatFails ? ways * part.tried : i == lastThatFails ? ways * part.first : part.first;
                ways *= part.ways;
                takes |= part.takes;
            }
            return new Part(ways, tried, first, lastThatFails >= 0, takes);
        }
    }

    private final String pattern;
    private int at;
    private int nested;
    private Optional<String> risk = Optional.empty();

    private RegexRisk(String pattern) {
        this.pattern = pattern;
    }

    /**
     * What makes a pattern a risk, in words; empty if it is none.
     *
     * @param mayMatchNothing whether a match may be empty; what replaces its matches can't bear that
     */
    static Optional<String> of(String pattern, boolean mayMatchNothing) {
        if (pattern.length() > LONGEST) {
            return Optional.of("more than " + LONGEST + " characters");
        }
        RegexRisk search = new RegexRisk(pattern);
        Part whole = search.alternatives(false);
        if (search.risk.isPresent()) {
            return search.risk;
        } else if (whole.first > MOST_STEPS) {
            return Optional.of("repetitions in a row that can be matched in too many ways");
        }
        return whole.takes || mayMatchNothing ? Optional.empty() : Optional.of("a match of nothing");
    }

    /** Notes the first risk and ends the reading. */
    private Part refuse(String what) {
        if (risk.isEmpty()) {
            risk = Optional.of(what);
        }
        at = pattern.length();
        return Part.CHARACTER;
    }

    /** Reads up to the bracket that closes the group, or to the end outside of groups. */
    private Part alternatives(boolean inGroup) {
        if (++nested > DEEPEST) {
            return refuse("groups that are nested more than " + DEEPEST + " deep");
        }
        Part all = sequence(inGroup);
        while (take("|")) {
            all = all.or(sequence(inGroup));
        }
        nested--;
        return all;
    }

    private Part sequence(boolean inGroup) {
        List<Part> parts = new ArrayList<>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && !(inGroup && pattern.charAt(at) == ')')) {
            switch (pattern.charAt(at)) {
                case '(' -> parts.add(quantified(group(inGroup), true));
                case '\\' -> parts.add(quantified(escape(), false));
                case '[' -> {
                    skipClass();
                    parts.add(quantified(Part.CHARACTER, false));
                }
                case '^', '$' -> {
                    at++;
                    parts.add(quantified(Part.PLACE, true));
                }
                default -> {
                    at++;
                    parts.add(quantified(Part.CHARACTER, false));
                }
            }
        }
        return Part.sequence(parts);
    }

    private Part escape() {
        char escaped = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
        if ("gkKRXyYcCM123456789".indexOf(escaped) >= 0) {
            return refuse("the escape \\" + escaped);
        }
        at += 2;
        if ("pPxuo".indexOf(escaped) >= 0 && pattern.startsWith("{", at)) {
            int close = pattern.indexOf('}', at);
            at = close < 0 ? pattern.length() : close + 1;
        }
        return "bBAzZG".indexOf(escaped) >= 0 ? Part.PLACE : Part.CHARACTER;
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

    private boolean take(String start) {
        boolean starts = pattern.startsWith(start, at);
        at += starts ? start.length() : 0;
        return starts;
    }

    private Part group(boolean inGroup) {
        if (take("(?=") || take("(?!")) {
            double steps = inside().tried;
            return new Part(1, steps, steps, true, false);
        } else if (take("(?<=") || take("(?<!")) {
            double steps = inside().tried;
            double all = steps < TEXT ? steps : steps * TEXT; // from every place in front
            return new Part(1, all, all, true, false);
        } else if (take("(?>")) {
            Part inside = inside();
            return new Part(1, inside.tried, inside.first, inside.fails, inside.takes);
        } else if (take("(?:")) {
            return inside();
        } else if (pattern.startsWith("(?<", at) || pattern.startsWith("(?'", at)) {
            int end = pattern.indexOf(pattern.charAt(at + 2) == '<' ? '>' : '\'', at + 3);
            at = end < 0 ? pattern.length() : end + 1;
            return inside();
        } else if (pattern.startsWith("(?", at)) {
            return options(inGroup);
        } else if (pattern.startsWith("(*", at)) {
            return refuse("a group with a condition, a call or an absence");
        }
        at++;
        return inside();
    }

    /** Case and line ends, for a group or for all that follows in the group around; others change how a pattern is to be read. */
    private Part options(boolean inGroup) {
        int end = at + 2;
        while (end < pattern.length() && "im-".indexOf(pattern.charAt(end)) >= 0) {
            end++;
        }
        char kind = end > at + 2 && end < pattern.length() ? pattern.charAt(end) : ' ';
        if (kind == ':') {
            at = end + 1;
            return inside();
        } else if (kind == ')') {
            at = end + 1;
            return alternatives(inGroup);
        }
        return refuse("a group with a condition, a call or an absence");
    }

    private Part inside() {
        Part inside = alternatives(true);
        at++; // the bracket that closes it
        return inside;
    }

    /** Reads all quantifiers that follow a part. */
    private Part quantified(Part part, boolean group) {
        Part quantified = part;
        boolean again = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int least = c == '+' ? 1 : 0;
            int most = c == '?' ? 1 : MOST_TIMES;
            boolean range = c == '{' && counts();
            if (range) {
                int close = pattern.indexOf('}', at);
                int comma = pattern.indexOf(',', at);
                int first = times(pattern.substring(at + 1, comma >= 0 && comma < close ? comma : close), 0);
                int last = comma >= 0 && comma < close ? times(pattern.substring(comma + 1, close), MOST_TIMES) : first;
                least = Math.min(first, last);
                most = Math.max(first, last);
                at = close;
            } else if ("?*+".indexOf(c) < 0) {
                break;
            }
            at++;
            boolean possessive = !range && take("+"); // after a range, + repeats it
            if (!possessive && (!range || least != most)) {
                take("?"); // after a fixed number of times, ? makes it optional
            }
            quantified = repeated(quantified, group, again, least, most);
            if (possessive) {
                quantified = new Part(1, quantified.tried, quantified.first, quantified.fails, quantified.takes);
            }
            again = true;
        }
        return quantified;
    }

    private Part repeated(Part part, boolean group, boolean again, int least, int most) {
        boolean plain = part.ways == 1 && part.tried < TEXT && part.takes;
        boolean fails = least > 0 && part.fails;
        boolean takes = least > 0 && part.takes;
        if (most <= 1) {
            return least == 1 ? part : new Part(part.ways + 1, part.tried + 1, part.first + 1, false, false);
        } else if (plain) {
            double times = Math.min(most, TEXT);
            return new Part(
                    Math.max(1, times - least + 1), times * part.tried, Math.max(1, least) * part.first, fails, takes);
        } else if (most <= FEW_TIMES) {
            List<Part> copies = new ArrayList<>(Collections.nCopies(least, part));
            Part optional = new Part(part.ways + 1, part.tried + 1, part.first + 1, false, false);
            copies.addAll(Collections.nCopies(most - least, optional));
            return Part.sequence(copies);
        } else if (group && !again) {
            return refuse("a repeated group that holds a choice or a repetition");
        }
        double infinite = Double.POSITIVE_INFINITY;
        return new Part(infinite, infinite, least <= 1 ? part.first : infinite, fails, takes);
    }

    private boolean counts() {
        return RANGE.matcher(pattern).region(at, pattern.length()).lookingAt();
    }

    private static int times(String digits, int absent) {
        return digits.isEmpty() ? absent : digits.length() > 8 ? MOST_TIMES : Integer.parseInt(digits);
    }
}
