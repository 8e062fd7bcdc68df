package org.greater4j.evaluate;

/**
 * The figures of an {@link Evaluation}, without its texts.
 *
 * @param rows number of examples; {@code right + wrong + unanswered}
 * @param right number of right answers
 * @param wrong number of answers that could be read and were not right
 * @param unanswered number of replies without a readable answer
 * @param accuracy {@code right / rows}
 * @param interval 95 % interval of the accuracy (Wilson score)
 * @param meanChainTokens mean length of the reasoning chains, in tokens
 * @param cutOff number of chains that reached the token limit
 */
public record EvaluationSummary(
        int rows,
        int right,
        int wrong,
        int unanswered,
        double accuracy,
        Interval interval,
        double meanChainTokens,
        int cutOff) {}
