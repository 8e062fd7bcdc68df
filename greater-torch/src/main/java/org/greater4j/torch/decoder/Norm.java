package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Root-mean-square norms and their derivatives: {@code x / √(mean(x²) + ε) · weight}. */
final class Norm {
    private static final long[] LAST = {-1};

    private Norm() {}

    /** Norm of rows [.., E]. */
    static Tensor forward(DecoderConfig config, Tensor input, Tensor weight) {
        return torch.rms_norm(
                input,
                new long[] {input.size(-1)},
                new TensorOptional(weight),
                new DoubleOptional(config.normEpsilon()));
    }

    /** Derivative of {@link #forward} at its input [M, E], given the one at its result. */
    static Tensor backward(DecoderConfig config, Tensor gradient, Tensor input, Tensor weight) {
        ScalarTypeOptional sameType = new ScalarTypeOptional();
        Tensor scale = input.square()
                .mean(LAST, true, sameType)
                .add_(new Scalar(config.normEpsilon()))
                .rsqrt_();
        Tensor weighted = gradient.mul(weight);
        Tensor along = weighted.mul(input)
                .sum(LAST, true, sameType)
                .mul_(scale.pow(new Scalar(3)))
                .div_(new Scalar(input.size(-1)));
        return weighted.mul_(scale).addcmul_(input, along, new Scalar(-1));
    }

    /** Norms queries and keys [.., H + key-value heads, D] with weights [H + key-value heads, D]. */
    static Tensor queriesAndKeys(DecoderConfig config, Tensor heads, Tensor weight) {
        if (config.queryKeyNorm() == QueryKeyNorm.HEAD) {
            return torch.rms_norm(
                            heads,
                            new long[] {config.headSize()},
                            new TensorOptional(),
                            new DoubleOptional(config.normEpsilon()))
                    .mul(weight);
        }
        Tensor queries = forward(config, flat(heads, 0, config.heads()), flat(weight, 0, config.heads()));
        Tensor keys = forward(
                config,
                flat(heads, config.heads(), config.keyValueHeads()),
                flat(weight, config.heads(), config.keyValueHeads()));
        return torch.cat(new TensorVector(queries, keys), -1).view_as(heads);
    }

    /** Derivative of {@link #queriesAndKeys} at its input [M, H + key-value heads, D], given the one at its result. */
    static Tensor queriesAndKeysBackward(DecoderConfig config, Tensor gradient, Tensor heads, Tensor weight) {
        if (config.queryKeyNorm() == QueryKeyNorm.HEAD) {
            return backward(config, gradient, heads, weight);
        }
        int queries = config.heads();
        int keys = config.keyValueHeads();
        Tensor ofQueries =
                backward(config, flat(gradient, 0, queries), flat(heads, 0, queries), flat(weight, 0, queries));
        Tensor ofKeys = backward(
                config, flat(gradient, queries, keys), flat(heads, queries, keys), flat(weight, queries, keys));
        return torch.cat(new TensorVector(ofQueries, ofKeys), -1).view_as(gradient);
    }

    // some heads of [.., heads, D] as [.., heads · D]
    private static Tensor flat(Tensor heads, long first, long count) {
        return heads.narrow(-2, first, count).flatten(-2, -1);
    }
}
