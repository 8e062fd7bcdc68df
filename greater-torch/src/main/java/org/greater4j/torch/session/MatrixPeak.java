package org.greater4j.torch.session;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.decoder.PackedWeight;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/** The most floating-point operations a second that matrix products reach in this process, with its threads and beside its neighbours. */
public final class MatrixPeak {
    /** Rows, columns out, columns in: batches of a small model's widest product, and a square one. */
    private static final long[][] SHAPES = {{512, 3072, 576}, {2048, 3072, 576}, {2048, 2048, 2048}};

    /** Time for one shape done one way: six of them stay below two seconds. */
    private static final long TRIAL_NANOS = 250_000_000;

    private MatrixPeak() {}

    /**
     * Times products, packed and not, and takes the best of all; about a second.
     *
     * @param bfloat16 whether both sides are bfloat16, else float32
     * @return operations a second, a multiplication and an addition counted as two
     */
    public static double measure(boolean bfloat16) {
        double best = 0;
        for (long[] shape : SHAPES) {
            best = Math.max(best, TensorScope.call(() -> measure(bfloat16, shape)));
        }
        return best;
    }

    private static double measure(boolean bfloat16, long[] shape) {
        TensorOptions options = ComputeDevice.options(bfloat16 ? ScalarType.BFloat16 : ScalarType.Float);
        Tensor input = torch.rand(new long[] {shape[0], shape[2]}, options);
        Tensor weight = torch.rand(new long[] {shape[1], shape[2]}, options);
        double operations = 2.0 * shape[0] * shape[1] * shape[2];
        double seconds = best(() -> torch.linear(input, weight));
        try (@Nullable PackedWeight packed = PackedWeight.of(weight)) {
            if (packed != null) {
                seconds = Math.min(seconds, best(() -> packed.multiply(input)));
            }
        }
        return operations / seconds;
    }

    // twice at least, since the first of a kind also builds its kernel
    private static double best(Runnable product) {
        long began = System.nanoTime();
        long best = Long.MAX_VALUE;
        int done = 0;
        while (done < 2 || System.nanoTime() - began < TRIAL_NANOS) {
            long before = System.nanoTime();
            TensorScope.run(product);
            best = Math.min(best, System.nanoTime() - before);
            done++;
        }
        return best / 1e9;
    }
}
