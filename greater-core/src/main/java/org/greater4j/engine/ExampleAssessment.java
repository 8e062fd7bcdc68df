package org.greater4j.engine;

/**
 * How one example fared under a prompt.
 *
 * @param chain the model's own greedy reasoning, without the end token
 * @param mistake whether any answer token is not the likeliest one when the answer is fed after chain and extractor
 * @param answerLoss mean cross-entropy of the answer's tokens at temperature 1; NaN where the cutoff left the example out
 * @param fluencyLoss mean negative log-likelihood of the prompt's tokens after the head
 */
public record ExampleAssessment(int[] chain, boolean mistake, double answerLoss, double fluencyLoss) {
    /** An example that the cutoff left out: no chain, no answer, but the fluency loss, which needs neither. */
    public static ExampleAssessment leftOut(double fluencyLoss) {
        return new ExampleAssessment(new int[0], false, Double.NaN, fluencyLoss);
    }

    /** Whether the model reasoned on this example. */
    public boolean assessed() {
        return !Double.isNaN(answerLoss);
    }
}
