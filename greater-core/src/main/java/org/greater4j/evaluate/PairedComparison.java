package org.greater4j.evaluate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two prompts held against each other on the same rows. An unanswered row counts as wrong.
 *
 * @param rows number of rows; {@code fixed + broken + bothRight + bothWrong}
 * @param fixed rows that were wrong before and are right after
 * @param broken rows that were right before and are wrong after
 * @param bothRight rows that are right both times
 * @param bothWrong rows that are wrong both times
 * @param difference accuracy after less accuracy before, in -1 .. 1
 * @param differenceInterval 95 % percentile bootstrap interval of the difference (paired, 10,000 resamples)
 * @param pValue of the exact two-sided McNemar test
 * @param verdict what the test shows at the 5 % level
 */
public record PairedComparison(
        int rows,
        int fixed,
        int broken,
        int bothRight,
        int bothWrong,
        double difference,
        Interval differenceInterval,
        double pValue,
        Verdict verdict) {
    /** A difference is called shown below this p-value. */
    public static final double SIGNIFICANCE_LEVEL = Verdict.SIGNIFICANCE_LEVEL;

    private static final long DEFAULT_SEED = 0;

    /** Compares with a fixed seed of the bootstrap; see {@link #of(Evaluation, Evaluation, long)}. */
    public static PairedComparison of(Evaluation before, Evaluation after) {
        return of(before, after, DEFAULT_SEED);
    }

    /** Like {@link #of(Evaluation, Evaluation)}; null if every row failed under one of the two. */
    public static @Nullable PairedComparison ofMeasured(Evaluation before, Evaluation after) {
        return PairedRows.of(before, after).isEmpty() ? null : of(before, after);
    }

    /**
     * Compares two evaluations row by row. A row that could not be measured under one of them is left out.
     *
     * @param seed of the bootstrap's draws
     * @throws IllegalArgumentException if the rows are not the same examples in the same order, or none is left
     */
    public static PairedComparison of(Evaluation first, Evaluation second, long seed) {
        PairedRows paired = PairedRows.of(first, second);
        if (paired.isEmpty()) {
            throw new IllegalArgumentException(
                    "paired comparison: expected a row that could be measured both times, found none");
        }
        int rows = paired.ids().size();
        int fixed = paired.fixed();
        int broken = paired.broken();
        int bothRight = paired.bothRight();
        double pValue = McNemar.pValue(fixed, broken);
        return new PairedComparison(
                rows,
                fixed,
                broken,
                bothRight,
                rows - fixed - broken - bothRight,
                paired.difference(),
                PairedBootstrap.of(paired.changes(), seed),
                pValue,
                Verdict.of(fixed - broken, pValue));
    }

    /** Accuracy before, in 0 .. 1. */
    public double before() {
        return (double) (bothRight + broken) / rows;
    }

    /** Accuracy after, in 0 .. 1. */
    public double after() {
        return (double) (bothRight + fixed) / rows;
    }

    /** The comparison in one sentence, which begins with the verdict. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%s: accuracy went from %.1f %% to %.1f %% on the same %d rows (%d fixed, %d broken; difference %+.1f points,"
                        + " 95 %% interval %+.1f to %+.1f; exact McNemar test p %s)",
                verdict.label(),
                100 * before(),
                100 * after(),
                rows,
                fixed,
                broken,
                100 * difference,
                100 * differenceInterval.low(),
                100 * differenceInterval.high(),
                pValue < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "= %.4f", pValue));
    }
}
