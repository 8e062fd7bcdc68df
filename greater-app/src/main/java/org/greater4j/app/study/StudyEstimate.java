package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a study will still take. A cell is taken to take what the finished cells of the same model, task and method took, else those of
 * the same model and method on other tasks; where there are none either, the whole is unknown.
 */
final class StudyEstimate {
    private static final double UNKNOWN = -1;

    private record Kind(String model, String task, String method) {}

    private final Map<Kind, List<Double>> seconds = new HashMap<>();

    void finished(StudyCell cell, double took) {
        seconds.computeIfAbsent(kind(cell), kind -> new ArrayList<>()).add(took);
    }

    /** Seconds for some cells; negative if one of them is of an unknown kind. */
    double of(List<StudyCell> cells) {
        double sum = 0;
        for (StudyCell cell : cells) {
            double one = of(cell);
            if (one < 0) {
                return UNKNOWN;
            }
            sum += one;
        }
        return sum;
    }

    private double of(StudyCell cell) {
        List<Double> same = seconds.getOrDefault(kind(cell), List.of());
        if (!same.isEmpty()) {
            return mean(same);
        }
        List<Double> near = new ArrayList<>();
        seconds.forEach((kind, took) -> {
            if (kind.model().equals(cell.model()) && kind.method().equals(cell.method())) {
                near.addAll(took);
            }
        });
        return near.isEmpty() ? UNKNOWN : mean(near);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(UNKNOWN);
    }

    private static Kind kind(StudyCell cell) {
        return new Kind(cell.model(), cell.taskName(), cell.method());
    }
}
