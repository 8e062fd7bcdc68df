package org.greater4j.feedback.search;

import java.util.List;
import java.util.function.ToLongFunction;
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

    /**
     * The leading part of some work that is left for even if all of it takes the most that it can; at least one piece, so that the limit is
     * exceeded by less than one.
     *
     * @param most pieces of the part
     * @param mostTokens that a piece can take
     */
    <T> List<T> affordable(List<T> work, int most, long usedTokens, ToLongFunction<T> mostTokens) {
        int count = Math.min(most, work.size());
        if (tokens == null) {
            return work.subList(0, count);
        }
        long left = tokens - usedTokens;
        for (int at = 0; at < count; at++) {
            left -= mostTokens.applyAsLong(work.get(at));
            if (left < 0) {
                return work.subList(0, Math.max(1, at));
            }
        }
        return work.subList(0, count);
    }
}
