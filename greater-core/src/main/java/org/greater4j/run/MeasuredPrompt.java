package org.greater4j.run;

import java.util.List;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with what came of every example that it was measured on, as events tell it.
 *
 * @param prompt the prompt
 * @param outcomes of the examples that could be measured, in order
 * @param errors the examples that could not; null, as in runs of earlier versions, is none
 */
public record MeasuredPrompt(
        RecordedPrompt prompt,
        List<ExampleOutcome> outcomes,
        @Nullable List<ExampleError> errors) {
    public MeasuredPrompt {
        outcomes = List.copyOf(outcomes);
    }

    public static MeasuredPrompt of(RecordedPrompt prompt, Evaluation evaluation) {
        return new MeasuredPrompt(prompt, evaluation.outcomes(), evaluation.errors());
    }

    /** The same without the prompt. */
    public Evaluation evaluation() {
        return new Evaluation(outcomes, errors == null ? List.of() : errors);
    }
}
