package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The blocks over M packed tokens of several rows, without padding; keys and values go into a cache.
 *
 * <p>Only attention knows of rows: all else works token by token.
 */
final class ForwardPass {
    private final DecoderConfig config;
    private final Attention attention;
    private final AttentionPlan plan;
    private final List<Rotation> rotations;
    private final KeyValueCache cache;
    private final @Nullable List<Tape.Layer> tape;

    /** @param tape takes what the backward pass needs; null if there is none */
    ForwardPass(
            DecoderConfig config,
            Attention attention,
            AttentionPlan plan,
            List<Rotation> rotations,
            KeyValueCache cache,
            @Nullable List<Tape.Layer> tape) {
        this.config = config;
        this.attention = attention;
        this.plan = plan;
        this.rotations = rotations;
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
        Tensor projected = layer.queryKeyValue()
                .times(normed(input, layer.attentionNorm()))
                .view(input.size(0), config.heads() + 2L * config.keyValueHeads(), config.headSize());
        Tensor mixed = attend(index, layer, projected, saved);
        Tensor attended = layer.output().timesRaw(mixed);
        Tensor middle = joined(input, attended, layer.attentionPostNorm());
        Tensor gateUp = layer.gateUp().timesRaw(normed(middle, layer.feedForwardNorm()));
        Tensor gate = gateUp.narrow(1, 0, config.feedForward());
        Tensor up = gateUp.narrow(1, config.feedForward(), config.feedForward());
        Tensor fed = layer.down().timesRaw(config.activation().of(gate).mul_(up));
        if (tape != null && keeper != null) {
            Tape.Layer layerTape = new Tape.Layer(
                    input,
                    layer.queryKeyNorm() == null ? null : projected,
                    saved,
                    layer.attentionPostNorm() == null ? null : attended,
                    middle,
                    gateUp,
                    layer.feedForwardPostNorm() == null ? null : fed);
            layerTape.keep(keeper);
            tape.add(layerTape);
        }
        return joined(middle, fed, layer.feedForwardPostNorm());
    }

    private Tensor normed(Tensor stream, @Nullable Tensor norm) {
        return norm == null ? stream : Norm.forward(config, stream, norm);
    }

    // the residual stream with what half a block adds to it
    private Tensor joined(Tensor stream, Tensor added, @Nullable Tensor norm) {
        return stream.add(norm == null ? added : Norm.forward(config, added.to(stream.scalar_type()), norm));
    }

    private Tensor attend(int index, DecoderWeights.Layer layer, Tensor projected, List<Attention.Saved> saved) {
        long heads = config.heads();
        long shared = config.keyValueHeads();
        LayerKind kind = config.layerKinds().get(index);
        Tensor queriesAndKeys = projected.narrow(1, 0, heads + shared);
        if (layer.queryKeyNorm() != null) {
            queriesAndKeys = Norm.queriesAndKeys(config, queriesAndKeys, layer.queryKeyNorm());
        }
        Tensor turned =
                kind.rope() < 0 ? queriesAndKeys : rotations.get(kind.rope()).turn(queriesAndKeys);
        cache.write(
                index,
                plan.slots(),
                turned.narrow(0, 0, plan.tokens()).narrow(1, heads, shared),
                projected.narrow(0, 0, plan.tokens()).narrow(1, heads + shared, shared));
        Tensor placed = plan.placed(turned.narrow(1, 0, heads));
        List<Tensor> mixed = new ArrayList<>();
        for (AttentionPlan.Group group : plan.groups()) {
            Attention.Saved result = attention.forward(
                    plan.rectangle(group, placed),
                    cache.keys(index, group.firstRow(), group.rows(), group.columns()),
                    cache.values(index, group.firstRow(), group.rows(), group.columns()),
                    group.mask(kind),
                    tape != null);
            mixed.add(result.output());
            if (tape != null) {
                saved.add(result);
            }
        }
        return plan.packed(mixed);
    }
}
