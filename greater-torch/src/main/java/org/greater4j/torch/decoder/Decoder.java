package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer: weights and rotary tables, no state of any text.
 *
 * <p>There are two ways through it. {@link #forward} is the plain one: a whole sequence, nothing cached, and autograd for the gradient.
 * {@link #extend} and {@link #record} take packed tokens of many rows, write keys and values into a cache and, with {@link
 * #backward}, give the gradient without a graph. The second is tested against the first.
 */
public final class Decoder implements AutoCloseable {
    /** Numbers of tokens are rounded up to multiples of this, so that oneDNN meets few shapes; below it, shapes are few anyway. */
    private static final int TOKEN_STEP = 8;

    /** The same from this many tokens on, where a few more cost little. */
    private static final int MANY_TOKENS = 128;

    private final Owner owner = new Owner();
    private final DecoderConfig config;
    private final DecoderWeights weights;
    private final Precision precision;
    private final Flop flop;
    private final Tensor cosines;
    private final Tensor signedSines;

    /** Takes over the weights: closing the decoder frees them. */
    public Decoder(DecoderConfig config, DecoderWeights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.flop = new Flop(config);
        int size = config.headSize();
        int half = size / 2;
        float[] cosineTable = new float[Math.multiplyExact(config.contextLength(), size)];
        float[] sineTable = new float[cosineTable.length];
        for (int pair = 0; pair < half; pair++) {
            // float32 throughout, as the models were trained
            float frequency = (float) (1.0 / Math.pow(config.ropeBase(), 2.0 * pair / size));
            for (int position = 0; position < config.contextLength(); position++) {
                float angle = position * frequency;
                int first = position * size + pair;
                cosineTable[first] = (float) Math.cos(angle);
                cosineTable[first + half] = cosineTable[first];
                sineTable[first + half] = (float) Math.sin(angle);
                sineTable[first] = -sineTable[first + half];
            }
        }
        this.cosines = table(cosineTable);
        this.signedSines = table(sineTable);
    }

    public DecoderConfig config() {
        return config;
    }

    public Precision precision() {
        return precision;
    }

    public long parameters() {
        return weights.parameters();
    }

    /** What computing costs. */
    public Flop flop() {
        return flop;
    }

    /** An empty cache for some rows. */
    public KeyValueCache cache(int rows, int capacity) {
        return new KeyValueCache(config, precision.stream(), rows, capacity);
    }

    /** Bytes that one column of one row takes in a cache. */
    public long cacheBytesPerColumn() {
        return 2L * config.layers() * config.keyValueHeads() * config.headSize() * Precision.bytes(precision.stream());
    }

    /**
     * Bytes that one token takes on the tape of {@link #record}, roughly: the residual stream twice, queries and mixed values, and both
     * products of the feed-forward, per block.
     */
    public long tapeBytesPerToken() {
        long stream = 2L * config.embedding() + 2L * config.heads() * config.headSize();
        return config.layers()
                * (stream * Precision.bytes(precision.stream())
                        + 2L * config.feedForward() * Precision.bytes(precision.products()));
    }

    /** Embeddings of ids [..] as the residual stream's start [.., E]. */
    public Tensor embed(Tensor ids) {
        return torch.embedding(weights.embedding, ids).to(precision.stream());
    }

    /**
     * Hidden states of one whole sequence, with a graph back to {@code hidden} where gradients are on: no cache and no padding, every
     * token attends to itself and to all before it. The other way is tested against this one.
     *
     * @param hidden [1, T, E], from {@link #embed}
     * @return [1, T, E], before the final norm
     * @throws IllegalStateException if the weights are there in packed form alone
     */
    public Tensor forward(Tensor hidden) {
        int time = (int) hidden.size(1);
        int[] positions = new int[time];
        Arrays.setAll(positions, t -> t);
        Rotation rotation = rotation(Tensors.of(positions, time), 1, time);
        long groups = config.heads() / config.keyValueHeads();
        Tensor mask = torch.full(
                        new long[] {1, 1, time, time},
                        new Scalar(Double.NEGATIVE_INFINITY),
                        new TensorOptions(precision.stream()))
                .triu(1)
                .repeat(1, 1, groups, 1);
        Tensor stream = hidden;
        for (DecoderWeights.Layer layer : weights.layers) {
            stream = plainBlock(layer, stream, mask, rotation);
        }
        return stream;
    }

    /**
     * Hidden states of new tokens, whose keys and values are written into the cache.
     *
     * @param ids M ids, those of one span after the other
     * @param spans where they stand, in ascending order of rows, each row at most once
     * @return [M, E], before the final norm
     */
    public Tensor extend(int[] ids, List<Span> spans, KeyValueCache cache) {
        return run(ids, spans, cache, null).hidden();
    }

    /** As {@link #extend}, and keeps what {@link #backward} needs, in the caller's scope. */
    public Tape record(int[] ids, List<Span> spans, KeyValueCache cache) {
        return run(ids, spans, cache, new ArrayList<>());
    }

    private Tape run(int[] ids, List<Span> spans, KeyValueCache cache, @Nullable List<Tape.Layer> tape) {
        int tokens = ids.length;
        // padding goes behind the last token, and no row attends to it
        int step = tokens < MANY_TOKENS ? TOKEN_STEP : 4 * TOKEN_STEP;
        int padded = tokens <= TOKEN_STEP ? tokens : (tokens + step - 1) / step * step;
        int[] positions = new int[padded];
        int filled = 0;
        for (Span span : spans) {
            for (int column = span.column(); column < span.end(); column++) {
                positions[filled++] = column;
            }
        }
        if (filled != tokens) {
            throw new IllegalArgumentException("expected spans over " + tokens + " tokens, found " + filled);
        }
        AttentionPlan plan = new AttentionPlan(config, precision, spans, cache, padded, tape != null);
        Rotation rotation = rotation(Tensors.of(positions, padded), padded, 1);
        Tensor embedded = embed(Tensors.of(Arrays.copyOf(ids, padded), padded));
        Tensor hidden = new ForwardPass(config, plan, rotation, cache, tape).run(weights, embedded);
        return new Tape(
                padded == tokens ? hidden : hidden.narrow(0, 0, tokens),
                tape == null ? List.of() : tape,
                plan,
                rotation,
                cache);
    }

    /**
     * The gradient at the embeddings of a recorded forward pass.
     *
     * @param gradient [M, E] at its result
     * @return [M, E]
     */
    public Tensor backward(Tape tape, Tensor gradient) {
        long tokens = gradient.size(0);
        long padded = tape.plan().paddedTokens();
        Tensor whole = gradient;
        if (padded > tokens) {
            whole = torch.zeros(new long[] {padded, gradient.size(1)}, new TensorOptions(precision.stream()));
            whole.narrow(0, 0, tokens).copy_(gradient);
        }
        return new BackwardPass(config, tape).run(weights, whole).narrow(0, 0, tokens);
    }

    /** Logits [R, V] of hidden rows [R, E], after the final norm. */
    public Tensor logits(Tensor hidden) {
        return weights.projection.times(ForwardPass.norm(config, hidden, weights.finalNorm));
    }

    /** As {@link #logits}, in the type of products: as ordered, and half the memory in bfloat16. */
    public Tensor rawLogits(Tensor hidden) {
        return weights.projection.timesRaw(ForwardPass.norm(config, hidden, weights.finalNorm));
    }

    /** As {@link #logits}, through the plain weights, with a graph where gradients are on. */
    public Tensor plainLogits(Tensor hidden) {
        return weights.projection.plainTimes(ForwardPass.norm(config, hidden, weights.finalNorm));
    }

    /** Derivative of {@link #logits} at the hidden rows [R, E], given the one at the logits [R, V]. */
    public Tensor logitsBackward(Tensor hidden, Tensor gradient) {
        return BackwardPass.norm(config, weights.projection.transposedTimes(gradient), hidden, weights.finalNorm);
    }

    /** Inner product of gradients [B, E] at the embedding with the embeddings of C ids: [B, C], d loss / d one-hot. */
    public Tensor oneHotGradient(Tensor gradient, Tensor ids) {
        return torch.matmul(gradient, embed(ids).transpose(0, 1));
    }

    @Override
    public void close() {
        owner.close();
        weights.close();
    }

    private Tensor plainBlock(DecoderWeights.Layer layer, Tensor input, Tensor mask, Rotation rotation) {
        Tensor attended = input.add(
                plainAttention(layer, ForwardPass.norm(config, input, layer.attentionNorm()), mask, rotation));
        Tensor both = layer.gateUp().plainTimes(ForwardPass.norm(config, attended, layer.feedForwardNorm()));
        Tensor gate = both.narrow(2, 0, config.feedForward());
        Tensor up = both.narrow(2, config.feedForward(), config.feedForward());
        return attended.add(layer.down().plainTimes(torch.silu(gate).mul(up)));
    }

    // the queries that share a key-value head are laid one after the other along time
    private Tensor plainAttention(DecoderWeights.Layer layer, Tensor input, Tensor mask, Rotation rotation) {
        long time = input.size(1);
        long heads = config.heads();
        long shared = config.keyValueHeads();
        long size = config.headSize();
        Tensor projected = layer.queryKeyValue()
                .plainTimes(input)
                .view(1, time, heads + 2 * shared, size)
                .transpose(1, 2);
        Tensor rotated = rotation.turn(projected.narrow(1, 0, heads + shared));
        Tensor queries = rotated.narrow(1, 0, heads).reshape(1, shared, heads / shared * time, size);
        Tensor keys = rotated.narrow(1, heads, shared);
        Tensor scores = torch.matmul(queries.mul(new Scalar(1.0 / Math.sqrt((double) size))), keys.transpose(2, 3))
                .add(mask);
        Tensor mixed = torch.matmul(torch.softmax(scores, -1), projected.narrow(1, heads + shared, shared))
                .reshape(1, heads, time, size)
                .transpose(1, 2)
                .reshape(1, time, heads * size);
        return layer.output().plainTimes(mixed);
    }

    // [positions] to [first, 1 or second, D], which broadcasts over heads on the side of 1
    private Rotation rotation(Tensor positions, long first, long second) {
        return new Rotation(
                cosines.index_select(0, positions).view(first, second, config.headSize()),
                signedSines.index_select(0, positions).view(first, second, config.headSize()));
    }

    private Tensor table(float[] values) {
        return TensorScope.call(() -> owner.keep(Tensors.of(values, config.contextLength(), config.headSize())
                .to(precision.stream() == ScalarType.Double ? ScalarType.Double : ScalarType.Float)));
    }
}
