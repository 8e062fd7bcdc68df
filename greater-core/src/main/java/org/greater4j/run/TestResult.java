package org.greater4j.run;

import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.PairedComparison;
import org.jspecify.annotations.Nullable;

/**
 * The initial and the final prompt on the test split, on the same rows.
 *
 * @param before accuracy of the initial prompt, with its interval
 * @param after accuracy of the final prompt, with its interval
 * @param comparison of the two, row by row; null if no row could be measured under both
 * @param verdict the comparison in one sentence
 */
public record TestResult(
        EvaluationSummary before,
        EvaluationSummary after,
        @Nullable PairedComparison comparison,
        String verdict) {
    private static final String NOT_COMPARED = "not compared: no row could be measured under both prompts";

    /**
     * Sums up two evaluations.
     *
     * @throws IllegalArgumentException if the rows are not the same examples in the same order
     */
    public static TestResult of(Evaluation before, Evaluation after) {
        PairedComparison comparison = PairedComparison.ofMeasured(before, after);
        return new TestResult(
                before.summary(),
                after.summary(),
                comparison,
                comparison == null ? NOT_COMPARED : comparison.sentence());
    }
}
