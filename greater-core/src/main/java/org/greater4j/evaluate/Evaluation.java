package org.greater4j.evaluate;

import java.util.List;
import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How one prompt did on some examples.
 *
 * <p>An unanswered question counts as not right, so accuracy is over all examples that could be measured.
 *
 * @param outcomes one per example that could be measured, in the order they were asked; at least one
 * @param errors the examples that could not be measured
 */
public record Evaluation(List<ExampleOutcome> outcomes, List<ExampleError> errors) {
    public Evaluation {
        outcomes = List.copyOf(outcomes);
        errors = List.copyOf(errors);
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("evaluation: expected at least one outcome, found none");
        }
    }

    /** An evaluation without errors. */
    public Evaluation(List<ExampleOutcome> outcomes) {
        this(outcomes, List.of());
    }

    /** Number of examples that could be measured. */
    public int rows() {
        return outcomes.size();
    }

    /** Share of right answers among all examples, in 0 .. 1. */
    public double accuracy() {
        return (double) count(Outcome.RIGHT) / rows();
    }

    /**
     * Share of examples whose likeliest option is the right one, in 0 .. 1, among those with options; null if options were not scored.
     */
    public @Nullable Double choiceAccuracy() {
        int right = 0;
        int scored = 0;
        for (ExampleOutcome row : outcomes) {
            scored += row.choice() == null ? 0 : 1;
            right += row.choice() == Outcome.RIGHT ? 1 : 0;
        }
        return scored == 0 ? null : (double) right / scored;
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
                cutOff(),
                errors.size(),
                choiceAccuracy());
    }
}
