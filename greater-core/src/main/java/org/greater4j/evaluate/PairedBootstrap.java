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
        // java.util.Random is specified to the bit
        Random random = new Random(seed);
        int[] sums = new int[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int sum = 0;
            for (int row = 0; row < changes.length; row++) {
                sum += changes[random.nextInt(changes.length)];
            }
            sums[resample] = sum;
        }
        Arrays.sort(sums);
        return new Interval(quantile(sums, 0.025) / changes.length, quantile(sums, 0.975) / changes.length);
    }

    /** Linear between the two nearest order statistics, as numpy's and R's defaults are. */
    private static double quantile(int[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
