package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The blocks over M packed tokens of several rows, without padding; keys and values go into a cache.
 *
 * <p>Only attention knows of rows: all else works token by token.
 */
final class ForwardPass {
    private final DecoderConfig config;
    private final AttentionPlan plan;
    private final Rotation rotation;
    private final KeyValueCache cache;
    private final @Nullable List<Tape.Layer> tape;

    /** @param tape takes what the backward pass needs; null if there is none */
    ForwardPass(
            DecoderConfig config,
            AttentionPlan plan,
            Rotation rotation,
            KeyValueCache cache,
            @Nullable List<Tape.Layer> tape) {
        this.config = config;
        this.plan = plan;
        this.rotation = rotation;
        this.cache = cache;
        this.tape = tape;
    }

    /** Residual stream [M, E] through all blocks, to [M, E] before the final norm. */
    Tensor run(DecoderWeights weights, Tensor hidden) {
        @Nullable Consumer<Pointer> keeper = tape == null ? null : TensorScope.keeper();
        Tensor stream = hidden;
        for (int index = 0; index < config.layers(); index++) {
            DecoderWeights.Layer layer = weights.layers.get(index);
            Tensor input = stream;
            int at = index;
            // a scope per block keeps memory hot and little; what a backward pass needs lives as long as the pass
            stream = TensorScope.tensor(() -> block(at, layer, input, keeper));
        }
        return stream;
    }

    private Tensor block(int index, DecoderWeights.Layer layer, Tensor input, @Nullable Consumer<Pointer> keeper) {
        List<Attention.Saved> saved = new ArrayList<>();
        Tensor mixed = attend(index, layer, norm(config, input, layer.attentionNorm()), saved);
        Tensor middle = input.add(layer.output().timesRaw(mixed));
        Tensor gateUp = layer.gateUp().timesRaw(norm(config, middle, layer.feedForwardNorm()));
        Tensor gate = gateUp.narrow(1, 0, config.feedForward());
        Tensor up = gateUp.narrow(1, config.feedForward(), config.feedForward());
        Tensor output = middle.add(layer.down().timesRaw(torch.silu(gate).mul_(up)));
        if (tape != null && keeper != null) {
            Tape.Layer layerTape = new Tape.Layer(input, saved, middle, gateUp);
            layerTape.keep(keeper);
            tape.add(layerTape);
        }
        return output;
    }

    private Tensor attend(int index, DecoderWeights.Layer layer, Tensor input, List<Attention.Saved> saved) {
        long tokens = input.size(0);
        long heads = config.heads();
        long shared = config.keyValueHeads();
        Tensor projected = layer.queryKeyValue().times(input).view(tokens, heads + 2 * shared, config.headSize());
        Tensor turned = rotation.turn(projected.narrow(1, 0, heads + shared));
        cache.write(
                index,
                plan.slots(),
                turned.narrow(0, 0, plan.tokens()).narrow(1, heads, shared),
                projected.narrow(0, 0, plan.tokens()).narrow(1, heads + shared, shared));
        Tensor placed = plan.placed(turned.narrow(1, 0, heads));
        List<Tensor> mixed = new ArrayList<>();
        for (AttentionPlan.Group group : plan.groups()) {
            Attention.Saved result = Attention.forward(
                    plan.rectangle(group, placed),
                    cache.keys(index, group.firstRow(), group.rows(), group.columns()),
                    cache.values(index, group.firstRow(), group.rows(), group.columns()),
                    group.mask(),
                    tape != null);
            mixed.add(result.output());
            if (tape != null) {
                saved.add(result);
            }
        }
        return plan.packed(mixed);
    }

    /** Root-mean-square norm of [.., E]. */
    static Tensor norm(DecoderConfig config, Tensor input, Tensor weight) {
        return torch.rms_norm(
                input,
                new long[] {config.embedding()},
                new TensorOptional(weight),
                new DoubleOptional(config.normEpsilon()));
    }
}
