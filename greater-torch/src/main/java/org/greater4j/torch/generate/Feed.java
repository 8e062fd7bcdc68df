package org.greater4j.torch.generate;

/**
 * What a row puts through the model in one pass, and where it wants to know what comes next.
 *
 * @param tokens appended to the row, at least one
 * @param wanted indices of tokens, ascending: the logits after each are computed
 * @param targets per wanted index a token whose log-probability is asked for, or -1
 * @param draws whether the next token is drawn: the logits after the last wanted token are asked for
 */
public record Feed(int[] tokens, int[] wanted, int[] targets, boolean draws) {
    /** A feed whose next token is not drawn. */
    public Feed(int[] tokens, int[] wanted, int[] targets) {
        this(tokens, wanted, targets, false);
    }

    public Feed {
        if (wanted.length != targets.length) {
            throw new IllegalArgumentException(
                    "expected a target for each of " + wanted.length + " wanted tokens, found " + targets.length);
        }
    }
}
