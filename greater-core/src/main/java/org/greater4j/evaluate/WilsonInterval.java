package org.greater4j.evaluate;

/**
 * The 95 % Wilson score interval of a proportion (Wilson 1927), without continuity correction.
 *
 * <p>Chosen over the textbook interval {@code p ± 1.96 · sqrt(p (1 - p) / n)} because that one has width 0 at 0 and n successes and
 * covers far less than 95 % on test splits of a few dozen rows.
 */
public final class WilsonInterval {
    /** 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private WilsonInterval() {}

    /**
     * The interval after some trials.
     *
     * @param successes in 0 .. trials
     * @param trials at least 0; with none, nothing is known and the interval is [0, 1]
     */
    public static Interval of(int successes, int trials) {
        if (trials < 0 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "proportion: expected 0 <= successes <= trials, found " + successes + " of " + trials);
        }
        if (trials == 0) {
            return new Interval(0, 1);
        }
        return around((double) successes / trials, trials);
    }

    /**
     * The interval of a mean share over some trials, which need not be a whole number of successes.
     *
     * @param share in 0 .. 1
     * @param trials at least 1
     */
    public static Interval ofShare(double share, int trials) {
        if (trials < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "proportion: expected a share in 0 .. 1 of at least one trial, found " + share + " of " + trials);
        }
        return around(share, trials);
    }

    private static Interval around(double share, double n) {
        double scale = 1 + Z * Z / n;
        double centre = (share + Z * Z / (2 * n)) / scale;
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / scale;
        // the ends are exactly 0 and 1 there, which the formula misses by a rounding error
        double low = share == 0 ? 0 : centre - half;
        double high = share == 1 ? 1 : centre + half;
        return new Interval(low, high);
    }
}
