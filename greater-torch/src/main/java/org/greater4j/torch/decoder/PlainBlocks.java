package org.greater4j.torch.decoder;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.ComputeDevice;
import org.jspecify.annotations.Nullable;

/**
 * The blocks over one whole sequence as the papers write them, with a graph where gradients are on: no cache, no padding, no fused kernel.
 * {@link ForwardPass} and {@link BackwardPass} are tested against it.
 */
final class PlainBlocks {
    private final DecoderConfig config;
    private final Attention attention;
    private final List<Rotation> rotations;
    private final Tensor mask;
    private final Tensor windowMask;

    /** @param time tokens of the sequence */
    PlainBlocks(DecoderConfig config, Attention attention, List<Rotation> rotations, ScalarType type, int time) {
        this.config = config;
        this.attention = attention;
        this.rotations = rotations;
        // the queries that share a key-value head are laid one after the other along time
        long groups = config.heads() / config.keyValueHeads();
        Tensor closed = torch.full(
                new long[] {1, 1, time, time}, new Scalar(Double.NEGATIVE_INFINITY), ComputeDevice.options(type));
        Tensor later = closed.triu(1);
        this.mask = later.repeat(1, 1, groups, 1);
        this.windowMask =
                config.window() > 0 ? later.add(closed.tril(-config.window())).repeat(1, 1, groups, 1) : mask;
    }

    /** [1, T, E] to [1, T, E], before the final norm. */
    Tensor run(DecoderWeights weights, Tensor hidden) {
        Tensor stream = hidden;
        for (int index = 0; index < config.layers(); index++) {
            stream = block(weights.layers.get(index), config.layerKinds().get(index), stream);
        }
        return stream;
    }

    private Tensor block(DecoderWeights.Layer layer, LayerKind kind, Tensor input) {
        Tensor attended = attend(layer, kind, normed(input, layer.attentionNorm()));
        Scalar scale = new Scalar(config.residualScale());
        Tensor middle = input.add(normed(attended, layer.attentionPostNorm()), scale);
        Tensor fed = feedForward(layer, normed(middle, layer.feedForwardNorm()));
        return middle.add(normed(fed, layer.feedForwardPostNorm()), scale);
    }

    private Tensor normed(Tensor input, @Nullable Tensor norm) {
        return norm == null ? input : Norm.forward(config, input, norm);
    }

    private Tensor feedForward(DecoderWeights.Layer layer, Tensor input) {
        Tensor both = layer.gateUp().plainTimes(input);
        Tensor gate = both.narrow(2, 0, config.feedForward());
        Tensor up = both.narrow(2, config.feedForward(), config.feedForward());
        return layer.down().plainTimes(config.activation().of(gate).mul(up));
    }

    private Tensor attend(DecoderWeights.Layer layer, LayerKind kind, Tensor input) {
        long time = input.size(1);
        long heads = config.heads();
        long shared = config.keyValueHeads();
        long size = config.headSize();
        Tensor projected = layer.queryKeyValue().plainTimes(input).view(1, time, heads + 2 * shared, size);
        Tensor queriesAndKeys = projected.narrow(2, 0, heads + shared);
        if (layer.queryKeyNorm() != null) {
            queriesAndKeys = Norm.queriesAndKeys(config, queriesAndKeys, layer.queryKeyNorm());
        }
        Tensor byHead = queriesAndKeys.transpose(1, 2);
        Tensor turned = kind.rope() < 0 ? byHead : rotations.get(kind.rope()).turn(byHead);
        Tensor mixed = attention
                .plain(
                        turned.narrow(1, 0, heads).reshape(1, shared, heads / shared * time, size),
                        turned.narrow(1, heads, shared),
                        projected.narrow(2, heads + shared, shared).transpose(1, 2),
                        kind.windowed() ? windowMask : mask)
                .reshape(1, heads, time, size)
                .transpose(1, 2)
                .reshape(1, time, heads * size);
        return layer.output().plainTimes(mixed);
    }
}
