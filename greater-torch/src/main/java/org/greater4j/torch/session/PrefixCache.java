package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Frame;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of {@code head ‖ p_<i} for every example: the question cache and the prompt cache in one.
 *
 * <p>The heads never change in a run and are computed once; equal heads (the prompt in front of the question) share one row. The prompt's
 * tokens are appended as the position moves and dropped again when it returns to the start. Positions count the prompt's tokens in
 * the cache.
 */
final class PrefixCache implements AutoCloseable {
    /** Columns for the prompt's tokens at the start; the cache grows where a prompt is longer. */
    private static final int PROMPT_COLUMNS = 32;

    private final Decoder decoder;
    private final Projection projection;
    private final int[] rowOfExample;
    private final int[][] heads;
    private final int longestHead;
    private final RowBatch batch;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Kept afterHeads;
    private long computedTokens;
    private double computedFlop;

    /** A hidden state [rows, E] that outlives scopes: what predicts the prompt's next token. */
    private record Kept(Owner owner, Tensor hidden) {
        static Kept copyOf(Tensor hidden) {
            Owner owner = new Owner();
            // a copy: a view would keep the whole batch of hidden states
            return new Kept(owner, owner.keep(hidden.clone()));
        }
    }

    /**
     * A token of the prompt in the cache.
     *
     * @param logProbabilities its natural log-probability, per row
     * @param after the hidden state behind it
     */
    private record Step(int token, double[] logProbabilities, Kept after) {}

    PrefixCache(Decoder decoder, Projection projection, List<Frame> frames, int chunkTokens) {
        this.decoder = decoder;
        this.projection = projection;
        Map<List<Integer>, Integer> rows = new LinkedHashMap<>();
        List<int[]> distinct = new ArrayList<>();
        this.rowOfExample = new int[frames.size()];
        int longest = 0;
        for (int j = 0; j < frames.size(); j++) {
            int[] head = frames.get(j).head();
            longest = Math.max(longest, head.length);
            List<Integer> key = Arrays.stream(head).boxed().toList();
            Integer row = rows.putIfAbsent(key, distinct.size());
            if (row == null) {
                row = distinct.size();
                distinct.add(head);
            }
            rowOfExample[j] = row;
        }
        this.heads = distinct.toArray(new int[0][]);
        this.longestHead = longest;
        this.batch = RowBatch.empty(decoder, heads.length, longest + PROMPT_COLUMNS, chunkTokens);
        try {
            computeHeads();
        } catch (RuntimeException | Error e) {
            batch.close();
            throw e;
        }
    }

    /** Row of an example in {@link #batch}. */
    int row(int example) {
        return rowOfExample[example];
    }

    /** The error about a hidden state of a row, which is that of an example's question or of the prompt behind it. */
    NotFiniteException notFinite(int row, double found) {
        int example = 0;
        while (rowOfExample[example] != row) {
            example++;
        }
        return FiniteNumbers.error("prompt behind the question", example, found);
    }

    /** The rows; valid up to the position of the last {@link #align}. */
    RowBatch batch() {
        return batch;
    }

    /** Tokens that this cache let through the model so far. */
    long computedTokens() {
        return computedTokens;
    }

    /** Floating-point operations on them. */
    double computedFlop() {
        return computedFlop;
    }

    /** Forgets the prompt's tokens, and the heads too if asked: what a session without these caches does before every question. */
    void forget(boolean headsToo) {
        dropTo(0);
        if (headsToo && afterHeads != null) {
            afterHeads.owner.close();
            afterHeads = null;
        }
    }

    /** Makes the cache hold exactly {@code head ‖ ids_<position>}. */
    void align(int[] ids, int position) {
        if (afterHeads == null) {
            computeHeads();
        }
        int common = common(ids, position);
        dropTo(common);
        for (int at = common; at < position; at++) {
            append(ids[at]);
        }
    }

    /** How many of a prompt's first tokens are in the cache, at most {@code limit}. */
    int common(int[] ids, int limit) {
        int common = 0;
        while (common < Math.min(limit, steps.size()) && steps.get(common).token == ids[common]) {
            common++;
        }
        return common;
    }

    /**
     * Columns that its rows take at most for prompts of so many tokens, with those that are empty yet. What was here before does not count,
     * though the cache may have grown for it: beside a resumed search as much must fit as beside the unbroken one.
     */
    long columns(int promptTokens) {
        int cached = promptTokens - 1; // the last token is never in it
        int room = cached <= PROMPT_COLUMNS ? PROMPT_COLUMNS : cached + RowBatch.SPARE_COLUMNS;
        return (long) batch.rows() * (longestHead + room);
    }

    /** Hidden states [rows, E] that predict the prompt's next token. */
    Tensor hidden() {
        Kept kept = steps.isEmpty() ? afterHeads : steps.get(steps.size() - 1).after;
        if (kept == null) {
            throw new IllegalStateException("expected an aligned cache");
        }
        return kept.hidden;
    }

    /** Sum of the log-probabilities of the prompt's tokens in the cache, for one example. */
    double logProbability(int example) {
        double sum = 0;
        for (Step step : steps) {
            sum += step.logProbabilities[rowOfExample[example]];
        }
        return sum;
    }

    private void computeHeads() {
        for (int row = 0; row < heads.length; row++) {
            batch.truncate(row, 0);
        }
        afterHeads = TensorScope.call(() -> Kept.copyOf(Projection.lastRows(batch.extend(heads), heads)));
        for (int[] head : heads) {
            computedTokens += head.length;
            computedFlop += decoder.flop().tokens(0, head.length);
        }
    }

    // an exception may have left tokens behind that no step stands for: they go too
    private void dropTo(int position) {
        while (steps.size() > position) {
            steps.remove(steps.size() - 1).after.owner.close();
        }
        for (int row = 0; row < heads.length; row++) {
            batch.truncate(row, Math.min(batch.length(row), heads[row].length + position));
        }
    }

    // one token at a time, however many are missing: products of another shape round differently, and a resumed search
    // must find here what the unbroken one found, to the last bit
    private void append(int token) {
        TensorScope.run(() -> {
            int[][] ids = new int[batch.rows()][];
            Arrays.fill(ids, new int[] {token});
            int[] targets = new int[batch.rows()];
            Arrays.fill(targets, token);
            double[] logProbabilities =
                    projection.score(hidden(), targets, this::notFinite).logProbabilities();
            Tensor hidden = batch.extend(ids);
            computedTokens += batch.rows();
            for (int row = 0; row < heads.length; row++) {
                computedFlop += decoder.flop().tokens(batch.length(row) - 1, 1);
            }
            computedFlop += decoder.flop().logits(heads.length);
            steps.add(new Step(token, logProbabilities, Kept.copyOf(hidden)));
        });
    }

    @Override
    public void close() {
        steps.forEach(step -> step.after.owner.close());
        steps.clear();
        if (afterHeads != null) {
            afterHeads.owner.close();
            afterHeads = null;
        }
        batch.close();
    }
}
