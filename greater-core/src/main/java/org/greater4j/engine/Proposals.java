package org.greater4j.engine;

/**
 * The tokens that the model itself would put at a position of the prompt.
 *
 * @param ids N x k, the k likeliest allowed tokens of every example, likeliest first
 * @param logProbabilities N x k, natural logarithms, of the full softmax before anything was forbidden
 */
public record Proposals(int[][] ids, float[][] logProbabilities) {}
