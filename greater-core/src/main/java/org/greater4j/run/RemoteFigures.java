package org.greater4j.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run's calls over the network took, in all its goes; its {@linkplain RunResult#cost cost} holds their tokens too, and besides them
 * those of replies out of a cache.
 *
 * @param calls requests sent, further attempts among them
 * @param retries further attempts among the calls
 * @param failedCalls calls that brought no reply
 * @param cachedCalls questions that the cache of replies answered; they are no calls
 * @param readTokens tokens of requests, as the servers told
 * @param generatedTokens tokens of replies, as the servers told
 * @param estimatedTokens tokens of replies whose servers did not tell, by their length
 * @param atMostLostTokens that broken calls may have taken, at the most
 * @param cachedTokens that the cached replies took when they were calls
 * @param money for told and estimated tokens; null if a model has no price
 * @param moneyAtMostLost for the lost tokens, at the most; null if a model has no price
 * @param currency of the money
 * @param unpriced models that were called and have no price
 */
public record RemoteFigures(
        long calls,
        long retries,
        long failedCalls,
        long cachedCalls,
        long readTokens,
        long generatedTokens,
        long estimatedTokens,
        long atMostLostTokens,
        long cachedTokens,
        @Nullable Double money,
        @Nullable Double moneyAtMostLost,
        String currency,
        List<String> unpriced) {
    public RemoteFigures {
        unpriced = List.copyOf(unpriced);
    }
}
