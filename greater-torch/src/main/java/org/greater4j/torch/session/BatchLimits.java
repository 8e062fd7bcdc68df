package org.greater4j.torch.session;

/**
 * How much is computed at once; what is computed does not depend on it, beyond the rounding of float32.
 *
 * @param cacheBytes bytes of keys and values that one batch of rows may take; a single row may take more
 * @param graphBytes bytes that one autograd graph may take, as {@link org.greater4j.torch.decoder.Decoder#graphBytesPerToken}
 *     estimates them; a single example may take more
 */
record BatchLimits(long cacheBytes, long graphBytes) {
    static final BatchLimits DEFAULT = new BatchLimits(2L << 30, 3L << 29);

    /** How many rows of so many columns fit a cache, at least one and at most {@code wanted}. */
    int cacheRows(long bytesPerColumn, long columns, int wanted) {
        return rows(cacheBytes, Math.multiplyExact(bytesPerColumn, columns), wanted);
    }

    /** How many examples of so many tokens fit a graph, at least one and at most {@code wanted}. */
    int graphRows(long bytesPerToken, long tokens, int wanted) {
        return rows(graphBytes, Math.multiplyExact(bytesPerToken, tokens), wanted);
    }

    private static int rows(long limit, long perRow, int wanted) {
        return (int) Math.max(1, Math.min(wanted, limit / perRow));
    }
}
