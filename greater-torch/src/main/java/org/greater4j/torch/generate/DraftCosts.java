package org.greater4j.torch.generate;

/**
 * What a pass costs, in the time of one more token: what makes a draft worth its tokens, or not.
 *
 * @param passTokens tokens that reading the weights once costs as much as
 * @param rowTokens tokens that reading a row's keys and values costs as much as
 * @param mostRows beside this many rows or more nothing is drafted: the weights are read for all of them anyway, and rows that all feed one
 *     token share rectangles of attention, which drafts of different lengths cut to pieces
 */
public record DraftCosts(double passTokens, double rowTokens, int mostRows) {
    /**
     * As measured with a model of 135 million weights on two cores: with 12 rows drafts save a tenth of a step, with 24 they cost as much,
     * with 60 a fifth (docs/results/speed.md).
     */
    public static final DraftCosts DEFAULT = new DraftCosts(16, 1, 16);
}
