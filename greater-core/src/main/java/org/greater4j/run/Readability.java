package org.greater4j.run;

/**
 * How much like ordinary text the prompts read to the model itself.
 *
 * @param initialFluencyLoss mean negative log-likelihood per token of the initial prompt, over the training examples, in nats
 * @param finalFluencyLoss the same of the final prompt; much higher means that the result reads worse than what it replaces
 */
public record Readability(double initialFluencyLoss, double finalFluencyLoss) {
    /** Loss of the final prompt less that of the initial one; positive if the result reads worse. */
    public double change() {
        return finalFluencyLoss - initialFluencyLoss;
    }
}
