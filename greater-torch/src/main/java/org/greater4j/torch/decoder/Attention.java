package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A way to compute attention and its derivative over rectangles: queries [R, K, Q, D], keys and values [R, K, S, D], mask added to the scores
 * [R, 1, Q or 1, S].
 *
 * <p>Which one is faster differs by processor and type (engine notes), so {@link Decoder} chooses once, and says which in the model's record.
 */
enum Attention {
    /** One kernel of libtorch; keys and values in the type of the residual stream. */
    FUSED {
        @Override
        ScalarType cacheType(Precision precision) {
            return precision.stream();
        }

        @Override
        Saved forward(Tensor queries, Tensor keys, Tensor values, Tensor mask, boolean backward) {
            if (backward) {
                Operators.Flash flash = Operators.flash(queries, keys, values, mask);
                return new Saved(queries, flash.output(), flash.logSumExp());
            }
            Tensor output = torch.scaled_dot_product_attention(
                    queries, keys, values, new TensorOptional(mask), 0.0, false, new DoubleOptional(), false);
            return new Saved(queries, output, null);
        }

        @Override
        Operators.FlashGradient backward(Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask) {
            if (saved.logSumExp == null) {
                throw new IllegalStateException("expected a forward pass that a backward pass was announced for");
            }
            return Operators.flashBackward(
                    gradient,
                    saved.queries,
                    keys,
                    values,
                    new Operators.Flash(saved.output, saved.logSumExp),
                    mask);
        }
    },

    /** Product, softmax in the type of the residual stream, product; keys and values in the type of products. */
    SPELLED_OUT {
        @Override
        ScalarType cacheType(Precision precision) {
            return precision.products();
        }

        @Override
        Saved forward(Tensor queries, Tensor keys, Tensor values, Tensor mask, boolean backward) {
            Tensor converted = queries.to(keys.scalar_type());
            Tensor weights = weights(converted, keys, mask);
            Tensor output = torch.matmul(weights.to(values.scalar_type()), values).to(mask.scalar_type());
            return new Saved(converted, output, null);
        }

        @Override
        Operators.FlashGradient backward(Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask) {
            ScalarType products = values.scalar_type();
            Tensor weights = weights(saved.queries, keys, mask);
            Tensor arriving = gradient.to(products);
            Tensor ofValues = torch.matmul(weights.to(products).transpose(2, 3), arriving);
            Tensor ofWeights = torch.matmul(arriving, values.transpose(2, 3)).to(mask.scalar_type());
            // the derivative of the softmax; the inner product with its own output is that of the mixed values
            Tensor mean = gradient.mul(saved.output).sum(new long[] {-1}, true, new ScalarTypeOptional());
            Tensor ofScores = ofWeights
                    .sub_(mean)
                    .mul_(weights)
                    .mul_(scale(saved.queries))
                    .to(products);
            return new Operators.FlashGradient(
                    torch.matmul(ofScores, keys),
                    torch.matmul(ofScores.transpose(2, 3), saved.queries),
                    ofValues);
        }

        private Tensor weights(Tensor queries, Tensor keys, Tensor mask) {
            Tensor scores = torch.matmul(queries, keys.transpose(2, 3)).to(mask.scalar_type());
            return torch.softmax(scores.mul_(scale(queries)).add_(mask), -1);
        }

        private Scalar scale(Tensor queries) {
            return new Scalar(1 / Math.sqrt((double) queries.size(3)));
        }
    };

    /** What the backward pass needs again: queries and output as rectangles, and the fused kernel's sums. */
    record Saved(Tensor queries, Tensor output, @Nullable Tensor logSumExp) {}

    /** Type in which keys and values are kept. */
    abstract ScalarType cacheType(Precision precision);

    /** Mixes values; the output [R, K, Q, D] in the type of the residual stream. */
    abstract Saved forward(Tensor queries, Tensor keys, Tensor values, Tensor mask, boolean backward);

    /** Derivatives at queries, keys and values, given the one at the output. */
    abstract Operators.FlashGradient backward(
            Tensor gradient, Saved saved, Tensor keys, Tensor values, Tensor mask);
}
