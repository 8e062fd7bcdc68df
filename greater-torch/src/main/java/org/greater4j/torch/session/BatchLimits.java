package org.greater4j.torch.session;

/**
 * How much is computed at once; what is computed does not depend on it, beyond the rounding of float32.
 *
 * @param cacheBytes bytes of keys and values that one batch of rows may take; a single row may take more
 * @param tapeBytes bytes that one tape may take, as {@link org.greater4j.torch.decoder.Decoder#tapeBytesPerToken} estimates them; a single
 *     example may take more
 */
record BatchLimits(long cacheBytes, long tapeBytes) {
    static final BatchLimits DEFAULT = new BatchLimits(640L << 20, 192L << 20);

    /** How many rows of so many columns fit a cache, at least one and at most {@code wanted}. */
    int cacheRows(long bytesPerColumn, long columns, int wanted) {
        return rows(cacheBytes, Math.multiplyExact(bytesPerColumn, columns), wanted);
    }

    /** How many tokens fit a tape. */
    long tapeTokens(long bytesPerToken) {
        return tapeBytes / bytesPerToken;
    }

    private static int rows(long limit, long perRow, int wanted) {
        return (int) Math.max(1, Math.min(wanted, limit / perRow));
    }
}
