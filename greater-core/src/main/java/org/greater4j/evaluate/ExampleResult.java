package org.greater4j.evaluate;

import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of one question under one prompt: an outcome, or the reason why there is none.
 *
 * @param exampleId the {@linkplain org.greater4j.task.Example#id example's name}
 * @param outcome null if the example could not be measured
 * @param failure why it could not; null if it could
 */
public record ExampleResult(
        String exampleId,
        @Nullable ExampleOutcome outcome,
        @Nullable String failure) {
    public ExampleResult {
        if ((outcome == null) == (failure == null)) {
            throw new IllegalArgumentException("example " + exampleId
                    + ": expected either an outcome or a failure, found " + outcome + " and " + failure);
        }
    }

    public static ExampleResult of(ExampleOutcome outcome) {
        return new ExampleResult(outcome.exampleId(), outcome, null);
    }

    public static ExampleResult failed(String exampleId, String reason) {
        return new ExampleResult(exampleId, null, reason);
    }

    /** Whether the right answer was given. */
    public boolean right() {
        return outcome != null && outcome.outcome() == Outcome.RIGHT;
    }

    /** Whether it could be measured and the right answer was not given. */
    public boolean wrong() {
        return outcome != null && outcome.outcome() != Outcome.RIGHT;
    }
}
