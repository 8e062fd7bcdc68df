package org.greater4j.feedback.method;

/**
 * What a budget has to last for.
 *
 * @param tokens of the whole search
 * @param train number of train rows
 * @param dev number of dev rows
 * @param tokensPerRow roughly what a question takes, read and generated
 */
public record Scale(long tokens, int train, int dev, int tokensPerRow) {
    public Scale {
        if (tokens < 1 || train < 1 || dev < 1 || tokensPerRow < 1) {
            throw new IllegalArgumentException("scale: expected at least one of each, found " + tokens + " tokens, "
                    + train + " train rows, " + dev + " dev rows, " + tokensPerRow + " tokens per row");
        }
    }

    /** So many of something as a share of the budget holds, within bounds. */
    int fitting(double share, double tokensEach, int least, int most) {
        return (int) Math.max(least, Math.min(most, share * tokens / tokensEach));
    }
}
