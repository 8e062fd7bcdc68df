package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Candidates by the rows that they are best at: for each row the best score and all candidates that reach it.
 *
 * <p>A row that could not be measured under a candidate speaks neither for nor against it. A candidate is dominated, and no parent, if in every row where it is among the best an undominated other is so too.
 */
final class ParetoFront {
    /** In the place of a score that is not known. */
    static final double UNKNOWN = Double.NaN;

    private final int rows;
    private final List<double[]> scores = new ArrayList<>();

    ParetoFront(int rows) {
        this.rows = rows;
    }

    /** Adds the next candidate with its score on each row, or {@link #UNKNOWN}. */
    void add(double[] rowScores) {
        scores.add(rowScores.clone());
    }

    double mean(int candidate) {
        return Arrays.stream(scores.get(candidate))
                .filter(score -> !Double.isNaN(score))
                .average()
                .orElse(0);
    }

    /** The candidates that share the best score of a row. */
    Set<Integer> front(int row) {
        double best = scores.stream()
                .mapToDouble(one -> one[row])
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(0);
        Set<Integer> front = new TreeSet<>();
        for (int candidate = 0; candidate < scores.size(); candidate++) {
            if (scores.get(candidate)[row] == best) {
                front.add(candidate);
            }
        }
        return front;
    }

    /** The candidates that are not dominated, ascending. */
    Set<Integer> undominated() {
        List<Set<Integer>> fronts =
                IntStream.range(0, rows).mapToObj(this::front).toList();
        Set<Integer> staying = new LinkedHashSet<>();
        fronts.forEach(staying::addAll);
        List<Integer> ascending = staying.stream()
                .sorted(Comparator.comparingDouble(this::mean).thenComparingInt(one -> one))
                .toList();
        boolean dropped = true;
        while (dropped) {
            dropped = false;
            for (int candidate : ascending) {
                boolean dominated = staying.contains(candidate)
                        && fronts.stream()
                                .filter(front -> front.contains(candidate))
                                .allMatch(front -> front.stream()
                                        .anyMatch(other -> other != candidate && staying.contains(other)));
                if (dominated) {
                    staying.remove(candidate);
                    dropped = true;
                    break;
                }
            }
        }
        return new TreeSet<>(staying);
    }

    /** An undominated candidate, with a probability proportional to the number of rows that it is among the best at. */
    int parent(Random random) {
        List<Integer> lots = new ArrayList<>();
        for (int candidate : undominated()) {
            for (int row = 0; row < rows; row++) {
                if (front(row).contains(candidate)) {
                    lots.add(candidate);
                }
            }
        }
        return lots.get(random.nextInt(lots.size()));
    }
}
