package org.greater4j.run;

import org.greater4j.evaluate.EvaluationSummary;

/**
 * One of the best prompts by training score, measured on the dev split.
 *
 * @param prompt the prompt
 * @param trainingScore mistakes as a share plus weighted fluency loss; lower is better
 * @param dev accuracy on the dev split
 */
public record Finalist(RecordedPrompt prompt, double trainingScore, EvaluationSummary dev) {}
