package org.greater4j.torch.session;

import java.util.BitSet;

/** Picks the k largest entries of a distribution among allowed ids; equal entries in the order of their ids. */
final class LikeliestTokens {
    private LikeliestTokens() {}

    /**
     * @param forbidden an id to leave out, or -1
     * @return at most k ids, likeliest first
     */
    static int[] pick(float[] logProbabilities, BitSet allowed, int forbidden, int k) {
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
}
