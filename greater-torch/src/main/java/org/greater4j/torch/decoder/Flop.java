package org.greater4j.torch.decoder;

/**
 * Floating-point operations that a decoder needs: two per weight and token, four per query, key number and column; norms and activations
 * are left out, as is usual.
 */
public final class Flop {
    private final double perToken;
    private final double perColumn;
    private final double perLogits;

    Flop(DecoderConfig config) {
        double queries = (double) config.heads() * config.headSize();
        double keys = (double) config.keyValueHeads() * config.headSize();
        double weights = config.embedding() * (2 * queries + 2 * keys + 3.0 * config.feedForward());
        this.perToken = 2 * weights * config.layers();
        this.perColumn = 4 * queries * config.layers();
        this.perLogits = 2.0 * config.vocabulary() * config.embedding();
    }

    /** Of the blocks over some tokens behind so many columns, forward. */
    public double tokens(int columns, int count) {
        return count * perToken + perColumn * count * (columns + (count + 1) / 2.0);
    }

    /** Of the vocabulary projection of so many tokens, forward. */
    public double logits(long count) {
        return count * perLogits;
    }
}
