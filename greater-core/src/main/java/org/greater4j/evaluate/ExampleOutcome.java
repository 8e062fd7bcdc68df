package org.greater4j.evaluate;

import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of one example under one prompt, with all that the model wrote.
 *
 * @param exampleId the {@linkplain org.greater4j.task.Example#id example's name}
 * @param outcome whether the generated answer is the right one
 * @param chain text of the model's reasoning, without the end token
 * @param answer text that the model wrote after the extractor, as generated, without the end token
 * @param chainTokens length of the chain in tokens
 * @param ended whether the model ended the chain by itself; false if it was cut off at the limit
 * @param choice whether the likeliest of the question's options is the right one; null if it has no options or the model can't score them
 */
public record ExampleOutcome(
        String exampleId,
        Outcome outcome,
        String chain,
        String answer,
        int chainTokens,
        boolean ended,
        @Nullable Outcome choice) {
    /** An outcome without scored options. */
    public ExampleOutcome(
            String exampleId, Outcome outcome, String chain, String answer, int chainTokens, boolean ended) {
        this(exampleId, outcome, chain, answer, chainTokens, ended, null);
    }
}
