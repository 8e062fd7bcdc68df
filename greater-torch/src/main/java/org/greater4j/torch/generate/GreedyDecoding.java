package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.memory.TensorScope;

/**
 * Greedy continuation of many rows at once; rows that finish leave the batch in groups, so that little is computed for them.
 *
 * <p>A row finishes when it produces an end token, which is dropped, or when its chain reaches the limit. In the second case its last token was
 * never fed: it is the row's <em>pending</em> token, to be fed in front of whatever comes next.
 */
public final class GreedyDecoding {
    /** Finished rows are let go once they are this share of the batch. */
    private static final double LEAVING_SHARE = 0.25;

    private final Projection projection;
    private final BitSet ends;

    public GreedyDecoding(Projection projection, BitSet ends) {
        this.projection = projection;
        this.ends = ends;
    }

    /**
     * A finished row.
     *
     * @param tokens the chain, without the end token
     * @param end the end token that the model chose, or -1 if the chain reached the limit
     * @param pending the token of the chain that was never fed, or none
     */
    public record Chain(int[] tokens, int end, int[] pending) {
        public boolean ended() {
            return end >= 0;
        }
    }

    /** Takes rows that finished; the batch is closed after the call. */
    @FunctionalInterface
    public interface Finished {
        /**
         * @param batch the finished rows, with their chains less pending tokens in the cache
         * @param rows the index of each in the batch that decoding began with
         */
        void accept(RowBatch batch, int[] rows, Chain[] chains);
    }

    /** Hears before every token how many rows are finished; may end the work by throwing. */
    @FunctionalInterface
    public interface Progress {
        void finished(int rows, int total);
    }

    /**
     * Continues every row of a batch.
     *
     * @param batch closed at the end
     * @param first the likeliest token after each row
     * @param limit most tokens of a chain
     * @param room columns that will be wanted behind a finished row
     */
    public void run(RowBatch batch, int[] first, int limit, int room, Progress progress, Finished finished) {
        int total = first.length;
        int[] origins = new int[total];
        Arrays.setAll(origins, row -> row);
        int[][] chains = new int[total][limit];
        int[] next = first.clone();
        int[] done = new int[total];
        Arrays.fill(done, -1);
        int[] endTokens = new int[total];
        Arrays.fill(endTokens, -1);
        RowBatch live = batch;
        int reported = 0;
        try {
            for (int length = 0; ; length++) {
                int finishedRows = 0;
                for (int row = 0; row < origins.length; row++) {
                    if (done[row] < 0) {
                        if (length == limit || ends.get(next[row])) {
                            done[row] = length;
                            endTokens[origins[row]] = length == limit ? -1 : next[row];
                        } else {
                            chains[origins[row]][length] = next[row];
                        }
                    }
                    finishedRows += done[row] >= 0 ? 1 : 0;
                }
                progress.finished(reported + finishedRows, total);
                boolean allDone = finishedRows == origins.length;
                if (allDone || finishedRows >= Math.max(1, LEAVING_SHARE * origins.length)) {
                    int[] leaving = rowsWhere(done, true);
                    int[] staying = rowsWhere(done, false);
                    // when all leave at once, the batch itself goes: no copy at the moment that needs most memory
                    try (RowBatch left = allDone ? live : live.select(leaving, live.columns() + room)) {
                        release(left, leaving, origins, chains, done, endTokens, finished);
                    }
                    reported += leaving.length;
                    if (allDone) {
                        return;
                    }
                    RowBatch rest = live.select(staying, live.columns() + limit - length);
                    live.close();
                    live = rest;
                    origins = pick(origins, staying);
                    next = pick(next, staying);
                    done = pick(done, staying);
                }
                if (length + 1 < limit) {
                    next = step(live, next, done);
                } else {
                    // the last token of a full chain stays pending
                    Arrays.fill(next, 0);
                }
            }
        } finally {
            live.close();
        }
    }

    private int[] step(RowBatch live, int[] next, int[] done) {
        int[][] ids = new int[next.length][];
        for (int row = 0; row < next.length; row++) {
            ids[row] = done[row] >= 0 ? new int[0] : new int[] {next[row]};
        }
        return TensorScope.call(() -> {
            Tensor hidden = live.extend(ids);
            return projection.likeliest(hidden.reshape(-1, hidden.size(2)));
        });
    }

    private static void release(
            RowBatch batch,
            int[] leaving,
            int[] origins,
            int[][] chains,
            int[] done,
            int[] endTokens,
            Finished finished) {
        int[] rows = pick(origins, leaving);
        Chain[] results = new Chain[leaving.length];
        for (int at = 0; at < leaving.length; at++) {
            int length = done[leaving[at]];
            int[] tokens = Arrays.copyOf(chains[rows[at]], length);
            int end = endTokens[rows[at]];
            int[] pending = end < 0 && length > 0 ? new int[] {tokens[length - 1]} : new int[0];
            results[at] = new Chain(tokens, end, pending);
        }
        finished.accept(batch, rows, results);
    }

    private static int[] rowsWhere(int[] done, boolean finished) {
        return IntStream.range(0, done.length)
                .filter(row -> (done[row] >= 0) == finished)
                .toArray();
    }

    private static int[] pick(int[] values, int[] rows) {
        int[] picked = new int[rows.length];
        for (int at = 0; at < rows.length; at++) {
            picked[at] = values[rows[at]];
        }
        return picked;
    }
}
