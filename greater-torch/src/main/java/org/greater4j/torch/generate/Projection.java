package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.error.NotFiniteException;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/** The vocabulary projection, run only on hidden rows whose logits are used, a few hundred rows at a time. */
public final class Projection {
    private static final int CHUNK = 256;

    private final Decoder decoder;
    private final boolean sparse;

    public Projection(Decoder decoder) {
        this(decoder, true);
    }

    /** @param sparse whether it runs only on rows that are wanted; if not, on all that it is given */
    public Projection(Decoder decoder, boolean sparse) {
        this.decoder = decoder;
        this.sparse = sparse;
    }

    /**
     * How likely given tokens are.
     *
     * @param logProbabilities natural logarithms, one per row
     * @param likeliest the argmax of each row
     * @param logits all logits of the rows that they were asked for, V each, by the row's place
     */
    public record Scores(double[] logProbabilities, int[] likeliest, Map<Integer, float[]> logits) {
        /** All logits of a row that they were asked for. */
        public float[] logitsOf(int row) {
            float[] found = logits.get(row);
            if (found == null) {
                throw new IllegalArgumentException("expected a row whose logits were asked for, found " + row);
            }
            return found;
        }
    }

    /** Makes the error about a row whose logits hold no largest number. */
    @FunctionalInterface
    public interface RowError {
        /**
         * @param row among the R rows that were scored
         * @param found what the largest number is instead
         */
        NotFiniteException of(int row, double found);
    }

    /** Picks hidden rows: [M, E] and indices to [R, E]. */
    public static Tensor rows(Tensor hidden, int[] indices) {
        return hidden.index_select(0, Tensors.of(indices, indices.length));
    }

    /** The hidden row of each text's last token: packed [M, E] and the ids that were fed, one array a text, to [B, E]. */
    public static Tensor lastRows(Tensor hidden, int[][] ids) {
        int[] last = new int[ids.length];
        int end = 0;
        for (int row = 0; row < ids.length; row++) {
            end += ids[row].length;
            last[row] = end - 1;
        }
        return rows(hidden, last);
    }

    /**
     * Scores some hidden rows.
     *
     * @param hidden [M, E]
     * @param rows indices of R of them, ascending
     * @param targets for each of the R a token whose log-probability is wanted, or -1
     * @param whole which of the R rows all logits are asked for
     * @param error thrown for the first row whose logits hold no largest number
     */
    public Scores score(Tensor hidden, int[] rows, int[] targets, BitSet whole, RowError error) {
        Scores scores = new Scores(new double[targets.length], new int[targets.length], new HashMap<>());
        if (sparse) {
            Tensor picked = rows(hidden, rows);
            int[] within = new int[CHUNK];
            Arrays.setAll(within, at -> at);
            for (int first = 0; first < rows.length; first += CHUNK) {
                int count = Math.min(CHUNK, rows.length - first);
                scoreChunk(
                        picked.narrow(0, first, count),
                        Arrays.copyOf(within, count),
                        targets,
                        first,
                        whole,
                        scores,
                        error);
            }
            return scores;
        }
        int next = 0;
        int all = Math.toIntExact(hidden.size(0));
        for (int first = 0; first < all; first += CHUNK) {
            int count = Math.min(CHUNK, all - first);
            int begin = next;
            while (next < rows.length && rows[next] < first + count) {
                next++;
            }
            int[] within = Arrays.copyOfRange(rows, begin, next);
            for (int at = 0; at < within.length; at++) {
                within[at] -= first;
            }
            scoreChunk(hidden.narrow(0, first, count), within, targets, begin, whole, scores, error);
        }
        return scores;
    }

    private void scoreChunk(
            Tensor hidden, int[] within, int[] targets, int start, BitSet whole, Scores scores, RowError error) {
        TensorScope.run(() -> {
            Tensor all = decoder.rawLogits(hidden);
            if (within.length == 0) {
                return;
            }
            Tensor logits = within.length == hidden.size(0) ? all : rows(all, within);
            scoreTargets(logits, targets, start, within.length, scores.logProbabilities);
            for (int row = whole.nextSetBit(start); row >= 0 && row < start + within.length; ) {
                scores.logits.put(row, Tensors.floats(logits.select(0, row - start)));
                row = whole.nextSetBit(row + 1);
            }
            // max and its index is several times faster than argmax here
            T_TensorTensor_T largest = logits.max(1);
            float[] values = Tensors.floats(largest.get0());
            for (int row = 0; row < values.length; row++) {
                if (!Float.isFinite(values[row])) {
                    throw error.of(start + row, values[row]);
                }
            }
            System.arraycopy(Tensors.ints(largest.get1()), 0, scores.likeliest, start, within.length);
        });
    }

    // the softmax runs over rows that have a target only
    private void scoreTargets(Tensor logits, int[] targets, int start, int count, double[] logProbabilities) {
        int[] asked =
                IntStream.range(0, count).filter(at -> targets[start + at] >= 0).toArray();
        if (asked.length == 0) {
            return;
        }
        int[] ids = new int[asked.length];
        Arrays.setAll(ids, at -> targets[start + asked[at]]);
        Tensor picked = asked.length == count ? logits : rows(logits, asked);
        // the fused form takes the maximum off first, and so keeps the digits of a small loss
        double[] values = Tensors.doubles(
                picked.to(decoder.precision().stream()).log_softmax(1).gather(1, Tensors.of(ids, asked.length, 1)));
        for (int at = 0; at < asked.length; at++) {
            logProbabilities[start + asked[at]] = values[at];
        }
    }

    /** Scores a target, or none (-1), after each of all hidden rows [R, E]. */
    public Scores score(Tensor hidden, int[] targets, RowError error) {
        int[] all = new int[targets.length];
        Arrays.setAll(all, at -> at);
        return score(hidden, all, targets, new BitSet(), error);
    }

    /**
     * The likeliest token after each hidden row [R, E].
     *
     * @param error thrown for the first row whose logits hold no largest number
     */
    public int[] likeliest(Tensor hidden, RowError error) {
        int[] noTargets = new int[Math.toIntExact(hidden.size(0))];
        Arrays.fill(noTargets, -1);
        return score(hidden, noTargets, error).likeliest();
    }

    /** The same where rows have no names. */
    public int[] likeliest(Tensor hidden) {
        return likeliest(hidden, (row, found) -> new NotFiniteException("logits of row", row, found));
    }

    /** Log-probabilities over the whole vocabulary after each hidden row [R, E]: R x V. */
    public float[][] distributions(Tensor hidden) {
        int rows = Math.toIntExact(hidden.size(0));
        float[][] all = new float[rows][];
        for (int row = 0; row < rows; row++) {
            int at = row;
            TensorScope.run(() -> all[at] =
                    Tensors.floats(decoder.logits(hidden.narrow(0, at, 1)).log_softmax(1)));
        }
        return all;
    }
}
