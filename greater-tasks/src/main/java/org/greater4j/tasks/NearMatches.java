package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the known names that a mistyped one was most likely meant to be. */
public final class NearMatches {
    private static final int MOST = 4;

    private NearMatches() {}

    private record Match(String name, int distance) {}

    /** At most a few names, the nearest first; a name without {@code gen/} or {@code bbh/} is compared without it. */
    public static List<String> of(String wrong, List<String> known) {
        String given = plain(wrong);
        String givenTail = given.substring(given.lastIndexOf('/') + 1);
        int tolerance = Math.max(1, givenTail.length() / 3);
        List<Match> matches = new ArrayList<>();
        for (String name : known) {
            String full = plain(name);
            String tail = full.substring(full.lastIndexOf('/') + 1);
            int distance = Math.min(distance(given, full), distance(givenTail, tail));
            // a part of a name is near too, but less so than a slip of the finger
            if (distance > tolerance
                    && givenTail.length() >= 3
                    && (tail.contains(givenTail) || givenTail.contains(tail))) {
                distance = tolerance;
            }
            if (distance <= tolerance) {
                matches.add(new Match(name, distance));
            }
        }
        return matches.stream()
                .sorted(Comparator.comparingInt(Match::distance))
                .limit(MOST)
                .map(Match::name)
                .toList();
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Number of letters to insert, remove, replace or swap with a neighbour to get from one text to the other. */
    static int distance(String from, String to) {
        int[][] distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int replaced = distance[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
            }
        }
        return distance[from.length()][to.length()];
    }
}
