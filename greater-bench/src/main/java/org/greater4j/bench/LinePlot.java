package org.greater4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** A plot of some lines as SVG, with linear or logarithmic axes that begin at 0 or at a power of ten. */
final class LinePlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int TICKS = 6;
    private static final String[] COLOURS = {"#1b1b1b", "#0072b2", "#d55e00", "#009e73", "#cc79a7"};

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmic;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, double[] x, double[] y, boolean dashed) {}

    LinePlot(String title, String xLabel, String yLabel, boolean logarithmic) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmic = logarithmic;
    }

    /** Adds a line with a mark at every point; on logarithmic axes points that are not positive are left out. */
    LinePlot line(String name, double[] x, double[] y) {
        return add(name, x, y, false);
    }

    /** Adds a dashed line without marks, such as one that was fitted. */
    LinePlot dashed(String name, double[] x, double[] y) {
        return add(name, x, y, true);
    }

    private LinePlot add(String name, double[] x, double[] y, boolean dashed) {
        List<double[]> kept = new ArrayList<>();
        for (int at = 0; at < x.length; at++) {
            if (!logarithmic || (x[at] > 0 && y[at] > 0)) {
                kept.add(new double[] {x[at], y[at]});
            }
        }
        lines.add(new Line(
                name,
                kept.stream().mapToDouble(point -> point[0]).toArray(),
                kept.stream().mapToDouble(point -> point[1]).toArray(),
                dashed));
        return this;
    }

    String svg() {
        Axis horizontal = axis(
                lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).toArray());
        Axis vertical = axis(
                lines.stream().flatMapToDouble(line -> Arrays.stream(line.y)).toArray());
        DoubleUnaryOperator right = value -> LEFT + horizontal.place(value) * (WIDTH - LEFT - RIGHT);
        DoubleUnaryOperator down = value -> HEIGHT - BOTTOM - vertical.place(value) * (HEIGHT - TOP - BOTTOM);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, TOP / 2.0, "middle", title, " font-size=\"14\"");
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 15, "middle", xLabel, "");
        text(
                svg,
                0,
                0,
                "middle",
                yLabel,
                String.format(Locale.ROOT, " transform=\"translate(18 %d) rotate(-90)\"", (TOP + HEIGHT - BOTTOM) / 2));
        for (double tick : horizontal.ticks()) {
            double at = right.applyAsDouble(tick);
            rule(svg, at, TOP, at, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + 18, "middle", number(tick), "");
        }
        for (double tick : vertical.ticks()) {
            double at = down.applyAsDouble(tick);
            rule(svg, LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", number(tick), "");
        }
        for (int index = 0; index < lines.size(); index++) {
            draw(svg, lines.get(index), COLOURS[index % COLOURS.length], index, right, down);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(
            StringBuilder svg,
            Line line,
            String colour,
            int index,
            DoubleUnaryOperator right,
            DoubleUnaryOperator down) {
        String dashes = line.dashed ? " stroke-dasharray=\"6 4\"" : "";
        StringBuilder points = new StringBuilder();
        for (int at = 0; at < line.x.length; at++) {
            String x = coordinate(right.applyAsDouble(line.x[at]));
            String y = coordinate(down.applyAsDouble(line.y[at]));
            points.append(x).append(',').append(y).append(' ');
            if (!line.dashed) {
                svg.append("<circle cx=\"")
                        .append(x)
                        .append("\" cy=\"")
                        .append(y)
                        .append("\" r=\"3\" fill=\"")
                        .append(colour)
                        .append("\"/>\n");
            }
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                .append(colour)
                .append('"')
                .append(dashes)
                .append(" points=\"")
                .append(points.toString().strip())
                .append("\"/>\n");
        int key = TOP + 10 + 20 * index;
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"1.5\"%s/>%n",
                WIDTH - RIGHT + 12,
                key,
                WIDTH - RIGHT + 36,
                key,
                colour,
                dashes));
        text(svg, WIDTH - RIGHT + 42, key + 4, "start", line.name, "");
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text, String more) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n",
                x,
                y,
                anchor,
                more,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        if (value >= 1e9) {
            return number(value / 1e9) + "G";
        }
        if (value >= 1e6) {
            return number(value / 1e6) + "M";
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(Math.round(value * 1e6) / 1e6);
    }

    /** One axis: where a value lies between 0 and 1, and which values are marked. */
    private interface Axis {
        double place(double value);

        double[] ticks();
    }

    private Axis axis(double[] values) {
        double most = Arrays.stream(values).max().orElse(1);
        double least = Arrays.stream(values).min().orElse(1);
        return logarithmic ? logarithmic(least, most) : linear(Math.max(most, Double.MIN_NORMAL));
    }

    private static Axis linear(double most) {
        double rough = most / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
        int count = (int) Math.ceil(most / step);
        double[] ticks = new double[count + 1];
        for (int at = 0; at <= count; at++) {
            ticks[at] = at * step;
        }
        return axis(value -> value / (count * step), ticks);
    }

    private static Axis logarithmic(double least, double most) {
        int first = (int) Math.floor(Math.log10(least));
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(most)));
        double[] ticks = new double[last - first + 1];
        for (int at = 0; at < ticks.length; at++) {
            ticks[at] = Math.pow(10, first + at);
        }
        return axis(value -> (Math.log10(value) - first) / (last - first), ticks);
    }

    private static Axis axis(DoubleUnaryOperator place, double[] ticks) {
        return new Axis() {
            @Override
            public double place(double value) {
                return place.applyAsDouble(value);
            }

            @Override
            public double[] ticks() {
                return ticks;
            }
        };
    }
}
