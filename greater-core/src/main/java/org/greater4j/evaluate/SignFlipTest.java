package org.greater4j.evaluate;

import java.util.stream.IntStream;

/**
 * The exact two-sided sign-flip test (Fisher 1935): whether differences lean to one side more than they would if each of them might as
 * well have had the other sign.
 *
 * <p>The distribution of the sum over all sign patterns is built up one difference at a time, so that nothing is sampled. Where every
 * difference is 1, 0 or -1 this is {@link McNemar}; with larger ones it takes several answers to one question as one difference, and several
 * questions of one run likewise.
 */
final class SignFlipTest {
    /** Shares are told apart to 0.01 points. */
    private static final double UNITS = 10_000;

    private SignFlipTest() {}

    /**
     * The p-value of some differences of shares, each in -1 .. 1.
     *
     * <p>Each is rounded to a whole unit, by half a unit at most. Two sums of n of them that are equal may so come to lie n units apart, and
     * sums so close to the observed one count as tied with it: the p-value is never below the exact one.
     */
    static double ofShares(double[] differences) {
        int[] units = new int[differences.length];
        for (int at = 0; at < units.length; at++) {
            units[at] = Math.toIntExact(Math.round(differences[at] * UNITS));
        }
        return pValue(units, (int) IntStream.of(units).filter(unit -> unit != 0).count());
    }

    /** The p-value, in (0, 1] save for underflow; 1 if there is no difference. */
    static double pValue(int[] differences) {
        return pValue(differences, 0);
    }

    private static double pValue(int[] differences, int tied) {
        int observed = Math.max(0, Math.abs(IntStream.of(differences).sum()) - tied);
        int most = IntStream.of(differences).map(Math::abs).sum();
        // chance of each sum, from -most to most
        double[] chances = new double[2 * most + 1];
        chances[most] = 1;
        int reached = 0;
        for (int difference : differences) {
            int step = Math.abs(difference);
            if (step == 0) {
                continue;
            }
            double[] next = new double[chances.length];
            for (int at = most - reached; at <= most + reached; at++) {
                double half = chances[at] / 2;
                next[at - step] += half;
                next[at + step] += half;
            }
            chances = next;
            reached += step;
        }
        double tail = 0;
        for (int sum = most; sum >= Math.max(observed, 1); sum--) {
            tail += chances[most + sum];
        }
        // both tails are equal; with no lean at all every pattern counts
        return observed == 0 ? 1 : Math.min(1, 2 * tail);
    }
}
