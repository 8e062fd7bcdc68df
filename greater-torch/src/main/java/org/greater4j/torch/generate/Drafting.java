package org.greater4j.torch.generate;

/**
 * How much to draft: what a group of chains that grow together knows of its drafts so far.
 *
 * <p>A pass costs something for reading the weights, which its rows share, something for reading a row's keys and values, and something for
 * every token. A draft of n tokens, each accepted with probability p if those before it were, yields (1 - p^(n+1)) / (1 - p) tokens; the
 * length with the most tokens for the cost is drafted, and p is what was seen, in the row and in its group. What a group knows
 * ends with it, so that a resumed search drafts as the unbroken one did.
 */
public final class Drafting {
    /** Never more than this at once: what is rejected is lost. */
    private static final int LONGEST = 24;

    /** Weight of what the group has seen, in tokens, where a row has seen little. */
    private static final double GROUP_TRUST = 6;

    private static final double INITIAL_ACCEPTED = 6;
    private static final double INITIAL_REJECTED = 3;

    private final boolean enabled;
    private final DraftCosts costs;
    private long drafted;
    private long acceptedTokens;
    private double accepted = INITIAL_ACCEPTED;
    private double rejected = INITIAL_REJECTED;

    /** @param enabled whether anything is drafted at all */
    public Drafting(boolean enabled, DraftCosts costs) {
        this.enabled = enabled;
        this.costs = costs;
    }

    /** What one row has seen. */
    static final class Row {
        /** Later drafts count more than earlier ones. */
        private static final double FADING = 0.8;

        private double accepted;
        private double rejected;
    }

    /** Tokens drafted by the group. */
    public long drafted() {
        return drafted;
    }

    /** Drafted tokens that the model would have chosen. */
    public long accepted() {
        return acceptedTokens;
    }

    /** The length of the next draft of a row beside so many others. */
    int length(Row row, int others) {
        if (!enabled || others >= costs.mostRows()) {
            return 0;
        }
        double rate = accepted / (accepted + rejected);
        double probability = (row.accepted + GROUP_TRUST * rate) / (row.accepted + row.rejected + GROUP_TRUST);
        double shared = costs.passTokens() / (others + 1) + costs.rowTokens();
        double yield = 1;
        double power = 1;
        double best = yield / (shared + 1);
        int length = 0;
        for (int n = 1; n <= LONGEST; n++) {
            power *= probability;
            yield += power;
            double value = yield / (shared + 1 + n);
            if (value <= best) {
                break;
            }
            best = value;
            length = n;
        }
        return length;
    }

    /** Learns how a draft fared: tokens before the first that was rejected, of so many. */
    void learned(Row row, int acceptedNow, int of) {
        if (of == 0) {
            return;
        }
        int failed = acceptedNow < of ? 1 : 0;
        drafted += of;
        acceptedTokens += acceptedNow;
        accepted += acceptedNow;
        rejected += failed;
        row.accepted = Row.FADING * row.accepted + acceptedNow;
        row.rejected = Row.FADING * row.rejected + failed;
    }
}
