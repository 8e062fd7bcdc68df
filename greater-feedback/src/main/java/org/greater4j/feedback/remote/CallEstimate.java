package org.greater4j.feedback.remote;

import java.util.List;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a run would take over the network at the most, told before it begins.
 *
 * @param calls requests, without further attempts
 * @param usage tokens of requests by their length, and of replies if each is as long as it may be
 * @param knownMoney for the calls whose price is known
 * @param priced whether the price of all calls is known
 * @param unpricedTokens of calls whose price is not known and that leave this machine; nobody sends a bill for the others
 * @param currency of the money
 * @param local whether all calls stay on this machine
 */
public record CallEstimate(
        long calls,
        Usage usage,
        double knownMoney,
        boolean priced,
        long unpricedTokens,
        String currency,
        boolean local) {
    /** So much is asked for without a question: a dollar or so, or what may cost as much where nobody knows the price. */
    public static final double FREE_MONEY = 1;

    /** See {@link #FREE_MONEY}. */
    public static final long FREE_TOKENS = 500_000;

    /** An estimate of calls to one model. */
    public static CallEstimate of(RemoteName name, long calls, Usage usage, Prices prices) {
        @Nullable Price price = prices.of(name);
        return new CallEstimate(
                calls,
                usage,
                price == null ? 0 : price.of(usage),
                price != null,
                price != null || name.isLoopback() ? 0 : usage.tokens(),
                prices.currency(),
                name.isLoopback());
    }

    /** An estimate of some calls to one model: requests by their length, replies as long as they may be. */
    public static CallEstimate of(RemoteName name, List<ChatCall> calls, Prices prices) {
        Usage usage = Usage.NONE;
        for (ChatCall call : calls) {
            usage = usage.plus(new Usage(
                    MessageTexts.likelyTokens(MessageTexts.toChat(call.messages())),
                    call.sampling().maxTokens()));
        }
        return of(name, calls.size(), usage, prices);
    }

    /** Money for all calls; null if a price is not known. */
    public @Nullable Double money() {
        return priced ? (Double) knownMoney : null;
    }

    /** The same under hard limits, which keep whatever is beyond them from being asked. */
    public CallEstimate within(RemoteBudget budget) {
        double share =
                budget.tokens() == null ? 1 : Math.min(1, (double) budget.tokens() / Math.max(1, usage.tokens()));
        return new CallEstimate(
                budget.calls() == null ? calls : Math.min(calls, budget.calls()),
                new Usage(Math.round(usage.readTokens() * share), Math.round(usage.generatedTokens() * share)),
                Math.min(knownMoney * share, budget.money() == null ? Double.POSITIVE_INFINITY : budget.money()),
                priced,
                Math.round(unpricedTokens * share),
                currency,
                local);
    }

    /** Two estimates together. */
    public CallEstimate plus(CallEstimate other) {
        return new CallEstimate(
                calls + other.calls,
                usage.plus(other.usage),
                knownMoney + other.knownMoney,
                priced && other.priced,
                unpricedTokens + other.unpricedTokens,
                currency,
                local && other.local);
    }

    /** Whether so much is asked for without a question. */
    public boolean isSmall() {
        return knownMoney <= FREE_MONEY && unpricedTokens <= FREE_TOKENS;
    }

    /**
     * Asks for consent.
     *
     * @param agreed whether the user said yes in advance
     * @throws GreaterException ({@code INVALID_OPTION}) with the estimate, if it is not small and nobody agreed
     */
    public void require(boolean agreed) {
        if (!agreed && !isSmall()) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "remote calls: expected consent for " + text()
                            + ", found none; say --yes, or make the run smaller or limit it by --remote-budget");
        }
    }

    /** The estimate in words. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%d calls with up to %d thousand tokens, %s",
                calls,
                (usage.tokens() + 999) / 1000,
                price());
    }

    private String price() {
        String known = String.format(Locale.ROOT, "for up to %.2f %s", knownMoney, currency);
        if (priced) {
            return known;
        }
        String unknown = unpricedTokens > 0 ? "at an unknown price" : "on this machine";
        return knownMoney > 0 ? known + " and some " + unknown : unknown;
    }
}
