package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@link ForwardPass}, written out: from a gradient at its result to the gradient at its input.
 *
 * <p>The weights are frozen, so every product has one derivative, at its activations, and it costs as much as the product itself. Written
 * out it runs through the packed transposed weights, which autograd can't use, and keeps a third of what a graph keeps. Keys and
 * values of columns before the tokens are constants. It is tested against autograd through {@link Decoder#forward}.
 */
final class BackwardPass {
    private final DecoderConfig config;
    private final Attention attention;
    private final Tape tape;

    BackwardPass(DecoderConfig config, Attention attention, Tape tape) {
        this.config = config;
        this.attention = attention;
        this.tape = tape;
    }

    /** Gradient [M, E] at the result to the gradient [M, E] at the embeddings. */
    Tensor run(DecoderWeights weights, Tensor gradient) {
        Tensor stream = gradient;
        for (int index = config.layers() - 1; index >= 0; index--) {
            DecoderWeights.Layer layer = weights.layers.get(index);
            Tape.Layer saved = tape.layers().get(index);
            Tensor arriving = stream;
            int at = index;
            stream = TensorScope.tensor(() -> {
                Tensor middle = feedForward(layer, saved, arriving);
                return attention(at, layer, saved, middle);
            });
        }
        return stream;
    }

    private Tensor feedForward(DecoderWeights.Layer layer, Tape.Layer saved, Tensor gradient) {
        int size = config.feedForward();
        Tensor gate = saved.gateUp().narrow(1, 0, size);
        Tensor up = saved.gateUp().narrow(1, size, size);
        Tensor added = ofAdded(gradient, saved.fed(), layer.feedForwardPostNorm());
        Tensor activated = layer.down().transposedTimesRaw(added);
        Tensor both = torch.empty_like(saved.gateUp());
        torch.mul_out(both.narrow(1, size, size), activated, config.activation().of(gate));
        config.activation().backward(activated.mul_(up), gate, both.narrow(1, 0, size));
        Tensor normed = layer.gateUp().transposedTimes(both);
        return ofStream(normed, saved.middle(), layer.feedForwardNorm()).add_(gradient);
    }

    // derivative at what half a block adds to the stream, given the one at their sum
    private Tensor ofAdded(Tensor gradient, @Nullable Tensor added, @Nullable Tensor norm) {
        Tensor scaled = config.residualScale() == 1 ? gradient : gradient.mul(new Scalar(config.residualScale()));
        return norm == null || added == null
                ? scaled
                : Norm.backward(config, scaled, added.to(gradient.scalar_type()), norm);
    }

    // derivative at the stream before a norm, if there is one, given the one behind it
    private Tensor ofStream(Tensor gradient, Tensor stream, @Nullable Tensor norm) {
        return norm == null ? gradient : Norm.backward(config, gradient, stream, norm);
    }

    private Tensor attention(int index, DecoderWeights.Layer layer, Tape.Layer saved, Tensor gradient) {
        long heads = config.heads();
        long shared = config.keyValueHeads();
        long size = config.headSize();
        AttentionPlan plan = tape.plan();
        LayerKind kind = config.layerKinds().get(index);
        Tensor added = ofAdded(gradient, saved.attended(), layer.attentionPostNorm());
        Tensor mixed = layer.output().transposedTimes(added).view(-1, heads, size);
        Tensor placed = plan.placedGradient(mixed);
        List<Tensor> ofQueries = new ArrayList<>();
        List<Tensor> ofKeysAndValues = new ArrayList<>();
        for (int at = 0; at < plan.groups().size(); at++) {
            AttentionPlan.Group group = plan.groups().get(at);
            Attention.Gradient found = attention.backward(
                    plan.rectangle(group, placed),
                    saved.attention().get(at),
                    tape.cache().keys(index, group.firstRow(), group.rows(), group.columns()),
                    tape.cache().values(index, group.firstRow(), group.rows(), group.columns()),
                    group.mask(kind));
            ofQueries.add(found.queries());
            ofKeysAndValues.add(
                    torch.cat(new TensorVector(plan.own(group, found.keys()), plan.own(group, found.values())), 1));
        }
        int padding = plan.paddedTokens() - plan.tokens();
        if (padding > 0) {
            ofKeysAndValues.add(torch.zeros(
                    new long[] {padding, 2 * shared, size},
                    ComputeDevice.options(ofKeysAndValues.get(0).scalar_type())));
        }
        Tensor queries = plan.packed(ofQueries).view(-1, heads, size);
        if (padding > 0) {
            queries.narrow(0, plan.tokens(), padding).zero_();
        }
        Tensor keysAndValues = ofKeysAndValues.size() == 1
                ? ofKeysAndValues.get(0)
                : torch.cat(new TensorVector(ofKeysAndValues.toArray(new Tensor[0])), 0);
        Tensor projected = torch.cat(new TensorVector(queries, keysAndValues), 1);
        Tensor turned = projected.narrow(1, 0, heads + shared);
        if (kind.rope() >= 0) {
            turned.copy_(tape.rotations().get(kind.rope()).turnBack(turned));
        }
        if (layer.queryKeyNorm() != null && saved.projected() != null) {
            Tensor before = saved.projected().narrow(1, 0, heads + shared);
            turned.copy_(Norm.queriesAndKeysBackward(config, turned, before, layer.queryKeyNorm()));
        }
        Tensor normed = layer.queryKeyValue().transposedTimes(projected.view(-1, (heads + 2 * shared) * size));
        return ofStream(normed, saved.input(), layer.attentionNorm()).add_(gradient);
    }
}
