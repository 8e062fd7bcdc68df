package org.greater4j.evaluate;

import java.util.List;
import org.greater4j.task.Outcome;

/**
 * How one prompt did on some examples.
 *
 * <p>An unanswered question counts as not right, so accuracy is over all examples.
 *
 * @param outcomes one per example, in the order they were asked; at least one
 */
public record Evaluation(List<ExampleOutcome> outcomes) {
    public Evaluation {
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("evaluation: expected at least one outcome, found none");
        }
    }

    /** Number of examples. */
    public int rows() {
        return outcomes.size();
    }

    /** Share of right answers among all examples, in 0 .. 1. */
    public double accuracy() {
        return (double) count(Outcome.RIGHT) / rows();
    }

    /** Number of examples with an outcome. */
    public int count(Outcome outcome) {
        int count = 0;
        for (ExampleOutcome row : outcomes) {
            count += row.outcome() == outcome ? 1 : 0;
        }
        return count;
    }

    /** Share of examples in whose reply no answer could be read, in 0 .. 1. */
    public double unansweredShare() {
        return (double) count(Outcome.UNANSWERED) / rows();
    }

    /** Mean length of the reasoning chains, in tokens. */
    public double meanChainTokens() {
        long tokens = 0;
        for (ExampleOutcome row : outcomes) {
            tokens += row.chainTokens();
        }
        return (double) tokens / rows();
    }

    /** Number of chains that were cut off at the token limit; many of them say that the limit is too low. */
    public int cutOff() {
        int cutOff = 0;
        for (ExampleOutcome row : outcomes) {
            cutOff += row.ended() ? 0 : 1;
        }
        return cutOff;
    }

    /** The figures without the texts. */
    public EvaluationSummary summary() {
        int right = count(Outcome.RIGHT);
        return new EvaluationSummary(
                rows(),
                right,
                count(Outcome.WRONG),
                count(Outcome.UNANSWERED),
                accuracy(),
                WilsonInterval.of(right, rows()),
                meanChainTokens(),
                cutOff());
    }
}
