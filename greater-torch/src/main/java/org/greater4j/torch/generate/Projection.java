package org.greater4j.torch.generate;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/** The vocabulary projection, run only on hidden rows whose logits are used, a few hundred rows at a time. */
public final class Projection {
    private static final int CHUNK = 256;

    private final Decoder decoder;

    public Projection(Decoder decoder) {
        this.decoder = decoder;
    }

    /**
     * How likely given tokens are.
     *
     * @param logProbabilities natural logarithms, one per row
     * @param likeliest the argmax of each row
     */
    public record Scores(double[] logProbabilities, int[] likeliest) {}

    /** Picks hidden rows out of a batch: [B, T, E] and pairs of row and time to [R, E]. */
    public static Tensor rows(Tensor hidden, int[] batchRows, int[] times) {
        long time = hidden.size(1);
        int[] flat = new int[batchRows.length];
        for (int at = 0; at < flat.length; at++) {
            flat[at] = Math.toIntExact(batchRows[at] * time + times[at]);
        }
        return hidden.reshape(-1, hidden.size(2)).index_select(0, Tensors.of(flat, flat.length));
    }

    /** The hidden row of each text's last token: [B, T, E] and the ids that were fed, one array a row, to [B, E]. */
    public static Tensor lastRows(Tensor hidden, int[][] ids) {
        int[] rows = new int[ids.length];
        int[] times = new int[ids.length];
        for (int row = 0; row < ids.length; row++) {
            rows[row] = row;
            times[row] = ids[row].length - 1;
        }
        return rows(hidden, rows, times);
    }

    /** Scores one target per hidden row [R, E]. */
    public Scores score(Tensor hidden, int[] targets) {
        double[] logProbabilities = new double[targets.length];
        int[] likeliest = new int[targets.length];
        for (int first = 0; first < targets.length; first += CHUNK) {
            int start = first;
            int count = Math.min(CHUNK, targets.length - first);
            int[] chunkTargets = new int[count];
            System.arraycopy(targets, first, chunkTargets, 0, count);
            TensorScope.run(() -> {
                Tensor logits = decoder.logits(hidden.narrow(0, start, count));
                // the fused form takes the maximum off first, and so keeps the digits of a small loss
                double[] values = Tensors.doubles(logits.log_softmax(1).gather(1, Tensors.of(chunkTargets, count, 1)));
                System.arraycopy(values, 0, logProbabilities, start, count);
                System.arraycopy(Tensors.ints(logits.max(1).get1()), 0, likeliest, start, count);
            });
        }
        return new Scores(logProbabilities, likeliest);
    }

    /**
     * The likeliest token after each hidden row [R, E].
     *
     * @throws GreaterException ({@code NUMBER_NOT_FINITE}) if the logits hold no largest number
     */
    public int[] likeliest(Tensor hidden) {
        int rows = Math.toIntExact(hidden.size(0));
        int[] likeliest = new int[rows];
        for (int first = 0; first < rows; first += CHUNK) {
            int start = first;
            int count = Math.min(CHUNK, rows - first);
            TensorScope.run(() -> {
                // max and its index is several times faster than argmax here
                T_TensorTensor_T largest =
                        decoder.logits(hidden.narrow(0, start, count)).max(1);
                for (float value : Tensors.floats(largest.get0())) {
                    if (!Float.isFinite(value)) {
                        throw new GreaterException(
                                ErrorCode.NUMBER_NOT_FINITE,
                                "generation: expected finite logits, found " + value
                                        + "; try --dtype float32, and check the model file");
                    }
                }
                System.arraycopy(Tensors.ints(largest.get1()), 0, likeliest, start, count);
            });
        }
        return likeliest;
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
