package org.greater4j.torch.session;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/** Logits of a text as Java arrays, for checks of the engine against expected values. */
public final class NextTokenLogits {
    private NextTokenLogits() {}

    /**
     * Feeds a text once and gives the logits after each of its last tokens.
     *
     * @param ids L ids, each below the size of the vocabulary
     * @param from index of the first token whose logits are wanted
     * @return (L - from) x V; row t holds the logits after {@code ids[from + t]}
     * @throws GreaterException ({@code CONTEXT_TOO_SHORT}) if the text exceeds the model's context
     */
    public static float[][] of(TorchModel model, int[] ids, int from) {
        Decoder decoder = model.decoder();
        if (from < 0 || from >= ids.length) {
            throw new IllegalArgumentException("expected an index in 0.." + (ids.length - 1) + ", found " + from);
        }
        if (ids.length > decoder.config().contextLength()) {
            throw new GreaterException(
                    ErrorCode.CONTEXT_TOO_SHORT,
                    "logits: expected at most " + decoder.config().contextLength()
                            + " tokens (the model's context), found " + ids.length + "; shorten the text");
        }
        int rows = ids.length - from;
        int[] times = new int[rows];
        Arrays.setAll(times, row -> from + row);
        try (RowBatch batch = RowBatch.empty(decoder, 1, ids.length)) {
            return TensorScope.call(() -> {
                Tensor hidden = Projection.rows(batch.extend(new int[][] {ids}), times);
                float[][] logits = new float[rows][];
                for (int row = 0; row < rows; row++) {
                    int at = row;
                    TensorScope.run(() -> logits[at] = Tensors.floats(decoder.logits(hidden.narrow(0, at, 1))));
                }
                return logits;
            });
        }
    }
}
