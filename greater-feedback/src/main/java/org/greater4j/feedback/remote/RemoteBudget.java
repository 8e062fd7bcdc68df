package org.greater4j.feedback.remote;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls over the network may take in all; null sets no limit. It holds for every attempt, retries included, and what the cache
 * answers takes nothing.
 *
 * @param calls number of requests sent
 * @param tokens of requests and replies together
 * @param money in the currency of the prices
 */
public record RemoteBudget(
        @Nullable Long calls,
        @Nullable Long tokens,
        @Nullable Double money) {
    public static final RemoteBudget NONE = new RemoteBudget(null, null, null);

    public RemoteBudget withCalls(long limit) {
        return new RemoteBudget(limit, tokens, money);
    }

    public RemoteBudget withTokens(long limit) {
        return new RemoteBudget(calls, limit, money);
    }

    public RemoteBudget withMoney(double limit) {
        return new RemoteBudget(calls, tokens, limit);
    }

    /** What keeps the limits from being used, one a line; none if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (calls != null && calls < 1) {
            problems.add("calls: expected at least 1, found " + calls);
        }
        if (tokens != null && tokens < 1) {
            problems.add("tokens: expected at least 1, found " + tokens);
        }
        if (money != null && !(money > 0 && money < Double.POSITIVE_INFINITY)) {
            problems.add("money: expected more than 0, found " + money);
        }
        return problems;
    }
}
