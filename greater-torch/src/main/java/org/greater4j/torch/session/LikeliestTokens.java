package org.greater4j.torch.session;

import java.util.BitSet;

/** Picks the k largest entries of a distribution among allowed ids; equal entries in the order of their ids. */
public final class LikeliestTokens {
    private LikeliestTokens() {}

    /**
     * @param forbidden an id to leave out, or -1
     * @return at most k ids, likeliest first
     */
    public static int[] pick(float[] logProbabilities, BitSet allowed, int forbidden, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("expected to pick at least one token, found k = " + k);
        }
        int available = allowed.cardinality() - (forbidden >= 0 && allowed.get(forbidden) ? 1 : 0);
        int[] best = new int[Math.min(k, available)];
        int size = 0;
        for (int id = allowed.nextSetBit(0); id >= 0; id = allowed.nextSetBit(id + 1)) {
            if (id == forbidden) {
                continue;
            }
            float value = logProbabilities[id];
            if (size == best.length && (size == 0 || value <= logProbabilities[best[size - 1]])) {
                continue;
            }
            int at = size < best.length ? size++ : size - 1;
            while (at > 0 && logProbabilities[best[at - 1]] < value) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = id;
        }
        return best;
    }

    /**
     * The entries of some picked ids.
     *
     * @param example whose distribution it is
     * @throws org.greater4j.error.GreaterException ({@code NUMBER_NOT_FINITE})
     */
    static float[] logProbabilities(float[] distribution, int[] ids, int example) {
        float[] picked = new float[ids.length];
        for (int at = 0; at < ids.length; at++) {
            picked[at] = distribution[ids[at]];
            FiniteNumbers.check("proposal", example, picked[at]);
        }
        return picked;
    }
}
