package org.greater4j.feedback.remote;

import java.util.List;
import java.util.stream.Stream;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What calls over the network took so far.
 *
 * @param calls requests sent, further attempts among them
 * @param retries further attempts among the calls
 * @param failedCalls calls that brought no reply
 * @param cachedCalls questions that the cache answered; they are no calls
 * @param reported tokens as the servers told
 * @param estimated tokens of replies whose servers did not tell, by their length
 * @param atMostLost tokens that broken calls may have taken, at the most: nobody knows how many
 * @param cached tokens that the cached replies took when they were calls
 * @param money of reported and estimated tokens; null if a model has no price
 * @param moneyAtMostLost of the lost tokens, at the most; null if a model has no price
 * @param currency of the money
 * @param unpriced models that were called and have no price
 */
public record Spending(
        long calls,
        long retries,
        long failedCalls,
        long cachedCalls,
        Usage reported,
        Usage estimated,
        Usage atMostLost,
        Usage cached,
        @Nullable Double money,
        @Nullable Double moneyAtMostLost,
        String currency,
        List<String> unpriced) {
    public Spending {
        unpriced = List.copyOf(unpriced);
    }

    /** What was taken since an earlier look at the same account. */
    public Spending since(Spending earlier) {
        return new Spending(
                calls - earlier.calls,
                retries - earlier.retries,
                failedCalls - earlier.failedCalls,
                cachedCalls - earlier.cachedCalls,
                reported.minus(earlier.reported),
                estimated.minus(earlier.estimated),
                atMostLost.minus(earlier.atMostLost),
                cached.minus(earlier.cached),
                difference(money, earlier.money),
                difference(moneyAtMostLost, earlier.moneyAtMostLost),
                currency,
                unpriced);
    }

    /** What two accounts took together; money of two currencies has no sum. */
    public Spending plus(Spending other) {
        boolean sameCurrency = currency.equals(other.currency);
        return new Spending(
                calls + other.calls,
                retries + other.retries,
                failedCalls + other.failedCalls,
                cachedCalls + other.cachedCalls,
                reported.plus(other.reported),
                estimated.plus(other.estimated),
                atMostLost.plus(other.atMostLost),
                cached.plus(other.cached),
                sameCurrency ? sum(money, other.money) : null,
                sameCurrency ? sum(moneyAtMostLost, other.moneyAtMostLost) : null,
                currency,
                Stream.concat(unpriced.stream(), other.unpriced.stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? null : (Double) (one + other);
    }

    // an account that does not know what one of its models costs knows no difference either
    private static @Nullable Double difference(@Nullable Double now, @Nullable Double then) {
        return now == null || then == null ? null : (Double) (now - then);
    }

    /** Tokens of all calls, those at most lost among them: what a budget is held against. */
    public long tokens() {
        return reported.tokens() + estimated.tokens() + atMostLost.tokens();
    }
}
