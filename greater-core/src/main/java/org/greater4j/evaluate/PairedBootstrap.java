package org.greater4j.evaluate;

import java.util.Arrays;
import java.util.Random;

/** A 95 % percentile bootstrap interval (Efron 1979) of the difference of two accuracies on the same rows. */
final class PairedBootstrap {
    static final int RESAMPLES = 10_000;

    private PairedBootstrap() {}

    /**
     * Draws rows with replacement, 10,000 times, each row with both of its outcomes.
     *
     * @param changes per row: 1 if it was fixed, -1 if it was broken, 0 otherwise; at least one row
     * @param seed draws are the same for the same seed on every JVM
     */
    static Interval of(int[] changes, long seed) {
        int[] rows = new int[changes.length];
        Arrays.fill(rows, 1);
        return of(changes, rows, seed);
    }

    /**
     * Draws questions with replacement, each with all of its rows: rows of one question are no independent observations.
     *
     * @param changes per question: its fixed rows less its broken ones
     * @param rows per question: how many rows it has, at least 1
     */
    static Interval of(int[] changes, int[] rows, long seed) {
        return resampled(Arrays.stream(changes).asDoubleStream().toArray(), rows, seed);
    }

    /** Draws differences with replacement, each by itself, such as the mean differences of tasks. */
    static Interval ofShares(double[] differences, long seed) {
        int[] ones = new int[differences.length];
        Arrays.fill(ones, 1);
        return resampled(differences, ones, seed);
    }

    private static Interval resampled(double[] changes, int[] rows, long seed) {
        // java.util.Random is specified to the bit
        Random random = new Random(seed);
        double[] differences = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double change = 0;
            int drawn = 0;
            for (int at = 0; at < changes.length; at++) {
                int question = random.nextInt(changes.length);
                change += changes[question];
                drawn += rows[question];
            }
            differences[resample] = change / drawn;
        }
        Arrays.sort(differences);
        return new Interval(quantile(differences, 0.025), quantile(differences, 0.975));
    }

    /** Linear between the two nearest order statistics, as numpy's and R's defaults are. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
