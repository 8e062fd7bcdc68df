package org.greater4j.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * The figures of an {@link Evaluation}, without its texts.
 *
 * @param rows number of examples that could be measured; {@code right + wrong + unanswered}
 * @param right number of right answers
 * @param wrong number of answers that could be read and were not right
 * @param unanswered number of replies without a readable answer
 * @param accuracy {@code right / rows}
 * @param interval 95 % interval of the accuracy (Wilson score)
 * @param meanChainTokens mean length of the reasoning chains, in tokens
 * @param cutOff number of chains that reached the token limit
 * @param errors number of examples that could not be measured and are in none of the figures above; null in records of older versions
 * @param choiceAccuracy share of examples whose likeliest option is the right one; null if options were not scored
 */
public record EvaluationSummary(
        int rows,
        int right,
        int wrong,
        int unanswered,
        double accuracy,
        Interval interval,
        double meanChainTokens,
        int cutOff,
        @Nullable Integer errors,
        @Nullable Double choiceAccuracy) {
    /** Figures of an evaluation without errors and scored options. */
    public EvaluationSummary(
            int rows,
            int right,
            int wrong,
            int unanswered,
            double accuracy,
            Interval interval,
            double meanChainTokens,
            int cutOff) {
        this(rows, right, wrong, unanswered, accuracy, interval, meanChainTokens, cutOff, 0, null);
    }
}
