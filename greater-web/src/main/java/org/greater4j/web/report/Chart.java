package org.greater4j.web.report;

import java.util.List;

/**
 * A plot of figures over steps, in the coordinates of its own drawing: {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param name of the kind of chart
 * @param title what is plotted
 * @param note how to read it
 * @param description the figures in words, for those who can't see them
 * @param xTicks marks below
 * @param yTicks marks at the left
 * @param lines drawn first
 * @param points drawn over them
 * @param legend what the signs mean
 */
public record Chart(
        String name,
        String title,
        String note,
        String description,
        List<Tick> xTicks,
        List<Tick> yTicks,
        List<Line> lines,
        List<Point> points,
        List<Key> legend) {
    public static final int WIDTH = 400;
    public static final int HEIGHT = 220;
    static final int LEFT = 44;
    static final int RIGHT = 12;
    static final int TOP = 12;
    static final int BOTTOM = 30;

    /** A mark on an axis at a coordinate. */
    public record Tick(String at, String label) {}

    /**
     * A line.
     *
     * @param style name of its looks
     * @param path as SVG writes it
     */
    public record Line(String style, String path) {}

    /**
     * A point.
     *
     * @param style name of its looks
     * @param title what it stands for
     */
    public record Point(String style, String x, String y, String radius, String title) {}

    /** An entry of the legend. */
    public record Key(String style, String label) {}

    public int left() {
        return LEFT;
    }

    public int right() {
        return WIDTH - RIGHT;
    }

    public int bottom() {
        return HEIGHT - BOTTOM;
    }
}
