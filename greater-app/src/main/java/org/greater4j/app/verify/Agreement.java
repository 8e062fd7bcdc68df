package org.greater4j.app.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Counts things that must be equal, and keeps the first differences. */
final class Agreement {
    private static final int NAMED = 3;
    private static final int SHOWN_IDS = 8;

    private final String name;
    private final String things;
    private int total;
    private int different;
    private final List<String> differences = new ArrayList<>();
    private final List<String> nearTies = new ArrayList<>();

    /**
     * @param things what is counted, in the plural
     */
    Agreement(String name, String things) {
        this.name = name;
        this.things = things;
    }

    /** Counts one thing. */
    void compare(boolean alike, Supplier<String> difference) {
        total++;
        if (!alike) {
            different++;
            if (differences.size() < NAMED) {
                differences.add(difference.get());
            }
        }
    }

    /** Counts one list of ids. */
    void compare(int[] found, int[] expected, String place) {
        compare(Arrays.equals(found, expected), () -> place + ": " + difference(found, expected));
    }

    /** Counts one text. */
    void compare(String found, String expected, String place) {
        compare(found.equals(expected), () -> place + ": " + difference(found, expected));
    }

    /** Counts one thing that differs, but by so little that it says nothing. */
    void nearTie(String difference) {
        total++;
        nearTies.add(difference);
    }

    Check check() {
        StringBuilder detail = new StringBuilder();
        detail.append(total - different - nearTies.size())
                .append(" of ")
                .append(total)
                .append(' ')
                .append(things)
                .append(" alike");
        differences.forEach(difference -> detail.append("; ").append(difference));
        if (different > differences.size()) {
            detail.append("; and ").append(different - differences.size()).append(" more");
        }
        nearTies.forEach(nearTie -> detail.append("; near tie, not counted: ").append(nearTie));
        return new Check(name, "differing " + things, different, 0, different == 0, detail.toString());
    }

    /** Where two lists of ids part, and how they go on from there. */
    static String difference(int[] found, int[] expected) {
        int at = Arrays.mismatch(found, expected);
        return at < 0
                ? "no difference"
                : "expected " + excerpt(expected, at) + ", found " + excerpt(found, at) + " from token " + at + " on";
    }

    private static String difference(String found, String expected) {
        int at = 0;
        while (at < Math.min(found.length(), expected.length()) && found.charAt(at) == expected.charAt(at)) {
            at++;
        }
        return "expected '" + excerpt(expected, at) + "', found '" + excerpt(found, at) + "' from character " + at
                + " on";
    }

    private static String excerpt(int[] ids, int from) {
        int end = Math.min(ids.length, from + SHOWN_IDS);
        String shown = Arrays.toString(Arrays.copyOfRange(ids, from, end));
        return end < ids.length ? shown.substring(0, shown.length() - 1) + ", …]" : shown;
    }

    private static String excerpt(String text, int from) {
        int end = Math.min(text.length(), from + 40);
        return text.substring(from, end).replace("\n", "\\n").replace("\r", "\\r") + (end < text.length() ? "…" : "");
    }
}
