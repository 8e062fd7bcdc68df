package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Attention and its derivative over rectangles, by libtorch's fused kernel: queries [R, K, Q, D], keys and values [R, K, S, D], mask added to
 * the scores [R, 1, Q or 1, S], all in the type of the residual stream.
 */
final class Attention {
    private Attention() {}

    /** What the backward pass needs again: queries and output as rectangles, and the fused kernel's sums. */
    record Saved(Tensor queries, Tensor output, @Nullable Tensor logSumExp) {}

    /** Mixes values; the output is [R, K, Q, D]. */
    static Saved forward(Tensor queries, Tensor keys, Tensor values, Tensor mask, boolean backward) {
        if (backward) {
            Operators.Flash flash = Operators.flash(queries, keys, values, mask);
            return new Saved(queries, flash.output(), flash.logSumExp());
        }
        Tensor output = torch.scaled_dot_product_attention(
                queries, keys, values, new TensorOptional(mask), 0.0, false, new DoubleOptional(), false);
        return new Saved(queries, output, null);
    }

    /** Derivatives at queries, keys and values, given the one at the output. */
    static Operators.FlashGradient backward(Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask) {
        if (saved.logSumExp == null) {
            throw new IllegalStateException("expected a forward pass that a backward pass was announced for");
        }
        return Operators.flashBackward(
                gradient, saved.queries, keys, values, new Operators.Flash(saved.output, saved.logSumExp), mask);
    }
}
