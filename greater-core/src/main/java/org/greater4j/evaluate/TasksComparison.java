package org.greater4j.evaluate;

import java.util.List;

/**
 * Two ways to a prompt held against each other over several tasks, each task one observation: would they differ on other tasks like these?
 *
 * @param tasks number of tasks
 * @param better tasks on which the test over questions shows a gain
 * @param worse tasks on which it shows a loss
 * @param difference mean over tasks of their mean differences
 * @param interval 95 % percentile bootstrap interval of the difference, over tasks
 * @param pValue of the exact two-sided sign-flip test over tasks, which needs six tasks to be able to fall below 0.05
 */
public record TasksComparison(int tasks, int better, int worse, double difference, Interval interval, double pValue) {
    /** Sums up the comparisons of some tasks, at least one. */
    public static TasksComparison of(List<RunsComparison> comparisons) {
        double[] differences =
                comparisons.stream().mapToDouble(RunsComparison::difference).toArray();
        return new TasksComparison(
                comparisons.size(),
                count(comparisons, Verdict.BETTER),
                count(comparisons, Verdict.WORSE),
                Spread.mean(differences),
                PairedBootstrap.ofShares(differences, 0),
                SignFlipTest.ofShares(differences));
    }

    private static int count(List<RunsComparison> comparisons, Verdict verdict) {
        return (int) comparisons.stream()
                .filter(comparison -> comparison.verdict() == verdict)
                .count();
    }
}
