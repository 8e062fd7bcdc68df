package org.greater4j.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.greater4j.task.Outcome;

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
    public static final double SIGNIFICANCE_LEVEL = 0.05;

    private static final long DEFAULT_SEED = 0;

    /** Compares with a fixed seed of the bootstrap; see {@link #of(Evaluation, Evaluation, long)}. */
    public static PairedComparison of(Evaluation before, Evaluation after) {
        return of(before, after, DEFAULT_SEED);
    }

    /**
     * Compares two evaluations row by row. A row that could not be measured under one of them is left out.
     *
     * @param seed of the bootstrap's draws
     * @throws IllegalArgumentException if the rows are not the same examples in the same order, or none is left
     */
    public static PairedComparison of(Evaluation first, Evaluation second, long seed) {
        Set<String> failed = Stream.of(first, second)
                .flatMap(evaluation -> evaluation.errors().stream())
                .map(ExampleError::exampleId)
                .collect(Collectors.toSet());
        Evaluation before = first.without(failed);
        Evaluation after = second.without(failed);
        requireSameRows(before.outcomes(), after.outcomes());
        int rows = before.rows();
        int[] changes = new int[rows];
        int fixed = 0;
        int broken = 0;
        int bothRight = 0;
        for (int row = 0; row < rows; row++) {
            boolean was = before.outcomes().get(row).outcome() == Outcome.RIGHT;
            boolean is = after.outcomes().get(row).outcome() == Outcome.RIGHT;
            fixed += !was && is ? 1 : 0;
            broken += was && !is ? 1 : 0;
            bothRight += was && is ? 1 : 0;
            changes[row] = (is ? 1 : 0) - (was ? 1 : 0);
        }
        double pValue = McNemar.pValue(fixed, broken);
        return new PairedComparison(
                rows,
                fixed,
                broken,
                bothRight,
                rows - fixed - broken - bothRight,
                (double) (fixed - broken) / rows,
                PairedBootstrap.of(changes, seed),
                pValue,
                verdict(fixed, broken, pValue));
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

    private static Verdict verdict(int fixed, int broken, double pValue) {
        if (pValue >= SIGNIFICANCE_LEVEL) {
            return Verdict.NO_DIFFERENCE_SHOWN;
        }
        return fixed > broken ? Verdict.BETTER : Verdict.WORSE;
    }

    private static void requireSameRows(List<ExampleOutcome> before, List<ExampleOutcome> after) {
        if (before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "paired comparison: expected the same rows, found " + before.size() + " and " + after.size());
        }
        for (int row = 0; row < before.size(); row++) {
            String id = before.get(row).exampleId();
            if (!id.equals(after.get(row).exampleId())) {
                throw new IllegalArgumentException("paired comparison: expected the same example in row " + row
                        + ", found '" + id + "' and '" + after.get(row).exampleId() + "'");
            }
        }
    }
}
