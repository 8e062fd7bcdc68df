package org.greater4j.engine;

/**
 * What the training score of a prompt is made of: {@code (1 - share) · mistakes / N + share · answer loss + weight · fluency loss}, lower
 * is better (method: step 3, Select).
 *
 * <p>The release counts mistakes alone. A mistake says little about an example that is nearly right or nearly wrong, and few examples
 * make few different scores, so that luck often decides; the answer loss tells more from the same examples.
 *
 * @param lossShare 0 counts mistakes, 1 the mean answer loss in nats, between them a mix
 * @param fluency weight of the prompt's mean negative log-likelihood
 */
public record ScoreWeights(double lossShare, double fluency) {
    /** Mistakes and fluency, as in the release. */
    public static ScoreWeights ofMistakes(double fluency) {
        return new ScoreWeights(0, fluency);
    }

    /**
     * The one formula of the score, so that bounds and scores round alike.
     *
     * @param mistakes of N
     * @param answerLosses the sum of the examples' answer losses
     * @param examples N
     * @param fluencyLoss the mean of the examples' fluency losses
     */
    public double score(int mistakes, double answerLosses, int examples, double fluencyLoss) {
        return (1 - lossShare) * ((double) mistakes / examples)
                + lossShare * (answerLosses / examples)
                + fluency * fluencyLoss;
    }

    /** The score without its part of fluency, of one example that was assessed. */
    public double score(ExampleAssessment example) {
        return (1 - lossShare) * (example.mistake() ? 1 : 0) + lossShare * example.answerLoss();
    }

    /** Whether a score can't exceed that of a prompt which gets everything wrong; a loss has no such bound. */
    public boolean bounded() {
        return lossShare == 0;
    }
}
