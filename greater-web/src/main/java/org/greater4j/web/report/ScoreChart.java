package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plot of several searches' lowest training scores over their steps. */
public final class ScoreChart {
    private static final int MOST_TICKS = 6;
    private static final int MOST_POINTS = 500;

    private ScoreChart() {}

    /**
     * One search.
     *
     * @param style name of its looks
     * @param label what it is called
     * @param scores lowest training score up to step 0, 1, 2, …
     */
    public record Series(String style, String label, List<Double> scores) {
        public Series {
            scores = List.copyOf(scores);
        }
    }

    /** The plot; null if there is nothing to draw. */
    public static @Nullable Chart of(List<Series> series) {
        int steps = series.stream().mapToInt(one -> one.scores().size()).max().orElse(0);
        if (steps == 0) {
            return null;
        }
        double highest = series.stream()
                .flatMap(one -> one.scores().stream())
                .max(Double::compare)
                .orElseThrow();
        Scale y = Scale.of(0, highest, Chart.HEIGHT - Chart.BOTTOM, Chart.TOP);
        Scale x = new Scale(0, Math.max(1, steps - 1), Chart.LEFT + 10, Chart.WIDTH - Chart.RIGHT - 10, 1);
        List<Chart.Line> lines = new ArrayList<>();
        List<Chart.Point> points = new ArrayList<>();
        List<Chart.Key> legend = new ArrayList<>();
        StringBuilder words = new StringBuilder("Lowest training score");
        for (Series one : series) {
            legend.add(new Chart.Key(one.style(), one.label()));
            if (one.scores().isEmpty()) {
                continue;
            }
            int last = one.scores().size() - 1;
            int every = Math.max(1, (one.scores().size() + MOST_POINTS - 1) / MOST_POINTS);
            StringBuilder path = new StringBuilder();
            for (int step = 0; step <= last; step = step == last ? last + 1 : Math.min(last, step + every)) {
                path.append(path.isEmpty() ? "M" : "L")
                        .append(Charts.coordinate(x.at(step)))
                        .append(' ')
                        .append(Charts.coordinate(y.at(one.scores().get(step))));
            }
            lines.add(new Chart.Line(one.style(), path.toString()));
            double end = one.scores().get(last);
            points.add(new Chart.Point(
                    one.style(),
                    Charts.coordinate(x.at(last)),
                    Charts.coordinate(y.at(end)),
                    "4",
                    one.label() + ": " + Wording.number(end, 3) + " after " + Wording.count(last, "step", "steps")));
            words.append("; ")
                    .append(one.label())
                    .append(": ")
                    .append(Wording.number(one.scores().get(0), 3))
                    .append(" at the start, ")
                    .append(Wording.number(end, 3))
                    .append(" after ")
                    .append(Wording.count(last, "step", "steps"));
        }
        List<Chart.Tick> ticks = new ArrayList<>();
        int every = Math.max(1, (int) Scale.round((steps - 1.0) / MOST_TICKS));
        for (int step = 0; step < steps; step += every) {
            ticks.add(new Chart.Tick(Charts.coordinate(x.at(step)), step == 0 ? "start" : String.valueOf(step)));
        }
        return new Chart(
                "compared",
                "Lowest training score so far",
                "Scores can be compared where task, training examples, seed and the rules of the search are the same.",
                words.append('.').toString(),
                ticks,
                y.ticks(),
                lines,
                points,
                legend);
    }
}
