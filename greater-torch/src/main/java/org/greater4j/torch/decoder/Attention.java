package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Attention and its derivative over rectangles: queries [R, K, Q, D], keys and values [R, K, S, D], mask added to the scores [R, 1, Q
 * or 1, S], all in the type of the residual stream.
 *
 * <p>The processor's fused kernel does it, but for decoders that cap their scores: the kernel knows no cap, so their products, caps and
 * softmax are spelled out, forward and backward, as they are on other devices. Backward computes the scores again: kept ones would take
 * H · S numbers a token.
 */
final class Attention implements AutoCloseable {
    private final Owner owner = new Owner();
    private final double cap;
    private final double scale;
    private final boolean fused;
    private final @Nullable IValue ownScale;

    Attention(DecoderConfig config) {
        this.cap = config.scoreCap();
        this.scale = config.queryScale();
        this.fused = cap == 0 && ComputeDevice.current().ownKernels();
        // the kernel's own default costs no argument
        this.ownScale = scale == 1 / Math.sqrt(config.headSize())
                ? null
                : TensorScope.call(() -> owner.keep(new IValue(config.queryScale())));
    }

    /** What the backward pass needs again: queries and output as rectangles, and the fused kernel's sums. */
    record Saved(Tensor queries, Tensor output, @Nullable Tensor logSumExp) {}

    /** Derivatives at queries, keys and values. */
    record Gradient(Tensor queries, Tensor keys, Tensor values) {}

    /** Mixes values; the output is [R, K, Q, D]. */
    Saved forward(Tensor queries, Tensor keys, Tensor values, Tensor mask, boolean backward) {
        if (cap > 0) {
            Tensor shares = shares(scores(queries, keys), mask);
            return new Saved(queries, torch.matmul(shares, values), null);
        }
        if (backward && fused) {
            Operators.Flash flash = Operators.flash(queries, keys, values, mask, ownScale);
            return new Saved(queries, flash.output(), flash.logSumExp());
        }
        Tensor output = torch.scaled_dot_product_attention(
                queries,
                keys,
                values,
                new TensorOptional(mask),
                0.0,
                false,
                ownScale == null ? new DoubleOptional() : new DoubleOptional(scale),
                false);
        return new Saved(queries, output, null);
    }

    /** Derivatives at queries, keys and values, given the one at the output. */
    Gradient backward(Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask) {
        if (!fused) {
            return spelledOutBackward(gradient, saved, keys, values, mask);
        }
        if (saved.logSumExp == null) {
            throw new IllegalStateException("expected a forward pass that a backward pass was announced for");
        }
        Operators.FlashGradient found = Operators.flashBackward(
                gradient,
                saved.queries,
                keys,
                values,
                new Operators.Flash(saved.output, saved.logSumExp),
                mask,
                ownScale);
        return new Gradient(found.queries(), found.keys(), found.values());
    }

    /** The same spelled out with a graph where gradients are on: what the other two are tested against. */
    Tensor plain(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Tensor scores = torch.matmul(queries.mul(new Scalar(scale)), keys.transpose(2, 3));
        Tensor capped = cap > 0 ? scores.div(new Scalar(cap)).tanh().mul(new Scalar(cap)) : scores;
        return torch.matmul(torch.softmax(capped.add(mask), -1), values);
    }

    // scale · queries · keysᵀ; of a decoder with a cap, the tangent of that over the cap
    private Tensor scores(Tensor queries, Tensor keys) {
        Tensor products = torch.matmul(queries, keys.transpose(2, 3));
        return cap > 0 ? products.mul_(new Scalar(scale / cap)).tanh_() : products.mul_(new Scalar(scale));
    }

    // what a query takes of each column; overwrites the scores
    private Tensor shares(Tensor scores, Tensor mask) {
        Tensor whole = cap > 0 ? scores.mul_(new Scalar(cap)) : scores;
        return whole.add_(mask).softmax(-1);
    }

    private Gradient spelledOutBackward(Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask) {
        Tensor scores = scores(saved.queries, keys);
        // 1 - tanh²: how the capped score grows with the product
        Tensor slope = cap > 0 ? scores.square().neg_().add_(new Scalar(1)) : null;
        Tensor shares = shares(scores, mask);
        Tensor ofValues = torch.matmul(shares.transpose(2, 3), gradient);
        // softmax's derivative: its inner product with the shares equals that of gradient and output
        Tensor along = gradient.mul(saved.output).sum(new long[] {-1}, true, new ScalarTypeOptional());
        Tensor ofScores = torch.matmul(gradient, values.transpose(2, 3))
                .sub_(along)
                .mul_(shares)
                .mul_(new Scalar(scale));
        if (slope != null) {
            ofScores.mul_(slope);
        }
        return new Gradient(
                torch.matmul(ofScores, keys), torch.matmul(ofScores.transpose(2, 3), saved.queries), ofValues);
    }

    @Override
    public void close() {
        owner.close();
    }
}
