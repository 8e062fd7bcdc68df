package org.greater4j.feedback.search;

import org.jspecify.annotations.Nullable;

/**
 * How much a search may spend; null sets no limit.
 *
 * @param tokens read and generated, by both models together
 * @param minutes that the models work
 */
public record Allowance(@Nullable Long tokens, @Nullable Double minutes) {
    public static final Allowance UNLIMITED = new Allowance(null, null);

    boolean spent(long usedTokens, double usedSeconds) {
        return (tokens != null && usedTokens >= tokens) || (minutes != null && usedSeconds >= 60 * minutes);
    }

    /** Of so many pieces of work, as many as are left for by what one took so far; at least one. */
    int affordable(int pieces, long usedTokens, double tokensEach) {
        if (tokens == null || !(tokensEach > 0)) {
            return pieces;
        }
        return (int) Math.max(1, Math.min(pieces, (tokens - usedTokens) / tokensEach));
    }
}
