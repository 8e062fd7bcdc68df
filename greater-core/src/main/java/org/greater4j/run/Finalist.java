package org.greater4j.run;

import org.greater4j.evaluate.EvaluationSummary;
import org.jspecify.annotations.Nullable;

/**
 * One of the best prompts of a search, measured on the dev split.
 *
 * @param prompt the prompt
 * @param trainingScore mistakes as a share plus weighted fluency loss; lower is better; null for methods that don't take it
 * @param dev accuracy on the dev split
 */
public record Finalist(RecordedPrompt prompt, @Nullable Double trainingScore, EvaluationSummary dev) {}
