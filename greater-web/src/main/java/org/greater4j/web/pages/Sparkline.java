package org.greater4j.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A small line without axes: how a figure went over the steps, lower is better.
 *
 * @param path as SVG writes it, in {@value #WIDTH} by {@value #HEIGHT}; empty if there is nothing to draw
 * @param x of the last point
 * @param y of the last point
 * @param description in words
 */
public record Sparkline(String path, String x, String y, String description) {
    public static final int WIDTH = 96;
    public static final int HEIGHT = 24;
    private static final int EDGE = 3;

    /** A line through the lowest value so far at each step; long ones are thinned to what can be seen. */
    public static Sparkline ofLowest(List<Double> scores) {
        if (scores.isEmpty()) {
            return new Sparkline("", "0", "0", "no scores yet");
        }
        List<Double> lowest = new ArrayList<>(scores.size());
        double least = Double.POSITIVE_INFINITY;
        for (double score : scores) {
            least = Math.min(least, score);
            lowest.add(least);
        }
        double high = lowest.get(0);
        double span = high - least;
        int last = lowest.size() - 1;
        int every = Math.max(1, (lowest.size() + WIDTH - 1) / WIDTH);
        StringBuilder path = new StringBuilder();
        String x = coordinate(EDGE);
        String y = "";
        for (int at = 0; at <= last; at = at == last ? last + 1 : Math.min(last, at + every)) {
            double across = last == 0 ? 0.5 : (double) at / last;
            double down = span > 0 ? (high - lowest.get(at)) / span : 0.5;
            x = coordinate(EDGE + across * (WIDTH - 2 * EDGE));
            y = coordinate(EDGE + down * (HEIGHT - 2 * EDGE));
            path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(y);
        }
        return new Sparkline(
                path.toString(),
                x,
                y,
                String.format(Locale.ROOT, "best score %.3f at the start, %.3f after %d steps", high, least, last));
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
