package org.greater4j.torch.generate;

import java.util.List;

/**
 * Where a draft comes from: the chain that grows, and earlier chains of the same example. What followed the longest suffix that the growing
 * chain shares with one of them is what it may say next.
 *
 * <p>A candidate changes one token of the prompt, so its chain often says what the chain before said, word for word or from another
 * point on; and small models repeat themselves.
 */
final class DraftSource {
    /** Suffixes are compared up to this many tokens. */
    private static final int LONGEST_SUFFIX = 8;

    /** A shorter suffix proves too little, but at the chain's beginning. */
    private static final int SHORTEST_SUFFIX = 2;

    private final List<int[]> earlier;

    DraftSource(List<int[]> earlier) {
        this.earlier = earlier;
    }

    /**
     * Looks a continuation up.
     *
     * @param chain the first {@code length} tokens are known
     * @return at most {@code most} tokens; none if nothing matches
     */
    int[] after(int[] chain, int length, int most) {
        if (most <= 0) {
            return new int[0];
        }
        int[] best = new int[0];
        int bestFrom = 0;
        int bestEnd = 0;
        int longest = 0;
        for (int at = earlier.size() - 1; at >= -1; at--) {
            int[] text = at < 0 ? chain : earlier.get(at);
            int end = at < 0 ? length : text.length;
            for (int from = end - 1; from >= 0; from--) {
                int shared = shared(text, from, chain, length);
                // a whole chain that agrees from its beginning on is the best witness
                boolean aligned = at >= 0 && from == length && shared == length;
                int weight = aligned ? LONGEST_SUFFIX + 1 : shared;
                if (weight > longest && (aligned || shared >= SHORTEST_SUFFIX)) {
                    longest = weight;
                    best = text;
                    bestFrom = from;
                    bestEnd = end;
                }
            }
        }
        int count = Math.min(most, bestEnd - bestFrom);
        int[] draft = new int[Math.max(0, count)];
        System.arraycopy(best, bestFrom, draft, 0, draft.length);
        return draft;
    }

    // tokens before `from` that equal the chain's last ones
    private static int shared(int[] text, int from, int[] chain, int length) {
        int most = Math.min(LONGEST_SUFFIX, Math.min(from, length));
        int shared = 0;
        while (shared < most && text[from - 1 - shared] == chain[length - 1 - shared]) {
            shared++;
        }
        return shared;
    }
}
