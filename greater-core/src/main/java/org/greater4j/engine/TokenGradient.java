package org.greater4j.engine;

/**
 * The gradient of the loss with respect to the one-hot choice among candidates (the paper's equations 4 and 5).
 *
 * @param candidates C ids
 * @param perExample N x C, d loss_j / d one-hot; negative means that the token would lower the loss
 * @param answerLosses N, cross-entropy of the answer at the session's answer temperature
 * @param fluencyLosses N, mean negative log-likelihood of the prompt's tokens
 */
public record TokenGradient(int[] candidates, double[][] perExample, double[] answerLosses, double[] fluencyLosses) {
    /** C sums over the examples, in float64 and in example order, so that sharding changes no bit. */
    public double[] sum() {
        double[] sum = new double[candidates.length];
        for (double[] row : perExample) {
            for (int c = 0; c < sum.length; c++) {
                sum[c] += row[c];
            }
        }
        return sum;
    }
}
