package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.objective.Frame;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;

/**
 * Keys and values of {@code head ‖ p_<i} for every example: the question cache and the prompt cache in one.
 *
 * <p>The heads never change in a run and are computed once; equal heads (the prompt in front of the question) share one row. The prompt's
 * tokens are appended as the position moves and dropped again when it returns to the start. Positions count the prompt's tokens in
 * the cache.
 */
final class PrefixCache implements AutoCloseable {
    private final Projection projection;
    private final int[] rowOfExample;
    private final RowBatch batch;
    private final int headColumns;
    private final List<Integer> tokens = new ArrayList<>();
    // the hidden state after head and p_<position>, [rows, E], by position: what predicts the prompt's next token
    private final List<Tensor> hiddenAfter = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    // natural log-probability of the prompt's token at a position, per row
    private final List<double[]> logProbabilities = new ArrayList<>();
    private long computedTokens;

    PrefixCache(Decoder decoder, Projection projection, List<Frame> frames) {
        this.projection = projection;
        Map<List<Integer>, Integer> rows = new LinkedHashMap<>();
        List<int[]> heads = new ArrayList<>();
        this.rowOfExample = new int[frames.size()];
        int longest = 0;
        for (int j = 0; j < frames.size(); j++) {
            int[] head = frames.get(j).head();
            longest = Math.max(longest, head.length);
            List<Integer> key = Arrays.stream(head).boxed().toList();
            Integer row = rows.putIfAbsent(key, heads.size());
            if (row == null) {
                row = heads.size();
                heads.add(head);
            }
            rowOfExample[j] = row;
        }
        int[][] ids = heads.toArray(new int[0][]);
        this.batch = RowBatch.empty(decoder, ids.length, longest + 32);
        TensorScope.run(() -> {
            int[] all = new int[ids.length];
            int[] last = new int[ids.length];
            for (int row = 0; row < ids.length; row++) {
                all[row] = row;
                last[row] = ids[row].length - 1;
                computedTokens += ids[row].length;
            }
            keepHidden(Projection.rows(batch.extend(ids), all, last));
        });
        this.headColumns = batch.columns();
    }

    /** Row of an example in {@link #batch}. */
    int row(int example) {
        return rowOfExample[example];
    }

    /** The rows; valid up to the position of the last {@link #align}. */
    RowBatch batch() {
        return batch;
    }

    /** Tokens that this cache let through the model so far. */
    long computedTokens() {
        return computedTokens;
    }

    /** Makes the cache hold exactly {@code head ‖ ids_<position>}. */
    void align(int[] ids, int position) {
        int common = 0;
        while (common < Math.min(position, tokens.size()) && tokens.get(common) == ids[common]) {
            common++;
        }
        batch.truncate(headColumns + common);
        while (tokens.size() > common) {
            int dropped = tokens.size() - 1;
            tokens.remove(dropped);
            logProbabilities.remove(dropped);
            hiddenAfter.remove(dropped + 1);
            owners.remove(dropped + 1).close();
        }
        if (common < position) {
            append(Arrays.copyOfRange(ids, common, position));
        }
    }

    /** Hidden states [rows, E] that predict the prompt's next token. */
    Tensor hidden() {
        return hiddenAfter.get(hiddenAfter.size() - 1);
    }

    /** Sum of the log-probabilities of the prompt's tokens in the cache, for one example. */
    double logProbability(int example) {
        double sum = 0;
        for (double[] perRow : logProbabilities) {
            sum += perRow[rowOfExample[example]];
        }
        return sum;
    }

    private void append(int[] added) {
        TensorScope.run(() -> {
            int[][] ids = new int[batch.rows()][];
            Arrays.fill(ids, added);
            Tensor before = hidden();
            Tensor hidden = batch.extend(ids);
            computedTokens += (long) added.length * batch.rows();
            for (int t = 0; t < added.length; t++) {
                int[] targets = new int[batch.rows()];
                Arrays.fill(targets, added[t]);
                logProbabilities.add(projection.score(before, targets).logProbabilities());
                tokens.add(added[t]);
                before = hidden.select(1, t);
                keepHidden(before.contiguous());
            }
        });
    }

    private void keepHidden(Tensor hidden) {
        Owner owner = new Owner();
        // a copy: a view would keep the whole batch of hidden states
        hiddenAfter.add(owner.keep(hidden.clone()));
        owners.add(owner);
    }

    @Override
    public void close() {
        owners.forEach(Owner::close);
        batch.close();
    }
}
