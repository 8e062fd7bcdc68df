package org.greater4j.optimize;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.greater4j.engine.Seeds;

/** The draw of candidates out of the examples' proposals (method: step 1). Pure functions. */
public final class Candidates {
    private Candidates() {}

    /** The random source of one step: a function of seed and step alone, so that a resumed run draws as the unbroken one. */
    public static Random random(long seed, int step) {
        return new Random(Seeds.mixed(seed * Seeds.GOLDEN + step));
    }

    /**
     * Union, over some random subsets of examples, of the intersection of their proposals.
     *
     * @param proposals N x k ids
     */
    public static SortedSet<Integer> draw(int[][] proposals, int subsets, int subsetSize, Random random) {
        SortedSet<Integer> union = new TreeSet<>();
        for (int subset = 0; subset < subsets; subset++) {
            int[] members = sample(proposals.length, Math.min(subsetSize, proposals.length), random);
            SortedSet<Integer> common = asSet(proposals[members[0]]);
            for (int member = 1; member < members.length; member++) {
                common.retainAll(asSet(proposals[members[member]]));
            }
            union.addAll(common);
        }
        return union;
    }

    /** Distinct numbers below {@code n}, by a partial Fisher-Yates shuffle. */
    static int[] sample(int n, int count, Random random) {
        int[] order = new int[n];
        for (int at = 0; at < n; at++) {
            order[at] = at;
        }
        int[] picked = new int[count];
        for (int at = 0; at < count; at++) {
            int other = at + random.nextInt(n - at);
            picked[at] = order[other];
            order[other] = order[at];
        }
        return picked;
    }

    /** Indices of the most negative gradients, most negative first; earlier candidates first among equals. */
    static int[] mostNegative(double[] gradient, int count) {
        Integer[] order = new Integer[gradient.length];
        for (int at = 0; at < order.length; at++) {
            order[at] = at;
        }
        Arrays.sort(order, (a, b) -> Double.compare(gradient[a], gradient[b]));
        int[] first = new int[Math.min(count, order.length)];
        for (int at = 0; at < first.length; at++) {
            first[at] = order[at];
        }
        return first;
    }

    private static SortedSet<Integer> asSet(int[] ids) {
        SortedSet<Integer> set = new TreeSet<>();
        for (int id : ids) {
            set.add(id);
        }
        return set;
    }
}
