package org.greater4j.torch.decoder;

import java.util.Arrays;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer: weights and rotary tables, no state of any text.
 *
 * <p>There are three ways through it. {@link #forward} is the plain one: a whole sequence, nothing cached. {@link #extend} writes keys
 * and values into a cache and uses the fused attention kernel. {@link #differentiate} takes a cache as constants, keeps its own keys
 * and values in the graph and spells attention out, because the fused kernel's backward is several times slower than its forward on a
 * CPU (shared design, engine notes).
 */
public final class Decoder implements AutoCloseable {
    private final Owner owner = new Owner();
    private final DecoderConfig config;
    private final DecoderWeights weights;
    private final Precision precision;
    private final Tensor cosines;
    private final Tensor signedSines;
    private final @Nullable PackedProducts packed;

    /** Takes over the weights: closing the decoder frees them. */
    public Decoder(DecoderConfig config, DecoderWeights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.precision = precision;
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
        this.packed = precision == Precision.FLOAT32 ? PackedProducts.of(weights.matrices()) : null;
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

    /** An empty cache for some rows. */
    public KeyValueCache cache(int rows, int capacity) {
        return new KeyValueCache(config, precision, rows, capacity);
    }

    /** Bytes that one column of one row takes in a cache. */
    public long cacheBytesPerColumn() {
        return 2L * config.layers() * config.keyValueHeads() * config.headSize() * precision.streamBytes();
    }

    /**
     * Bytes that one token takes in the graph of {@link #differentiate}, roughly: what the blocks keep for the backward pass. The
     * numbers of copies were fitted to a measurement (2.6 MB a token for a 135M model in float32).
     *
     * @param columns how many columns the token attends to
     */
    public long graphBytesPerToken(int columns) {
        long perLayer = 12L * config.embedding() + 6L * config.feedForward() + 2L * config.heads() * columns;
        return config.layers() * perLayer * precision.streamBytes();
    }

    /** Embeddings of ids [..] as the residual stream's start [.., E]. */
    public Tensor embed(Tensor ids) {
        return torch.embedding(weights.embedding, ids).to(precision.stream());
    }

    /**
     * Hidden states of one whole sequence, with a graph back to {@code hidden} where gradients are on: no cache and no padding, every
     * token attends to itself and to all before it. The other two ways are tested against this one.
     *
     * @param hidden [1, T, E], from {@link #embed}
     * @return [1, T, E], before the final norm
     */
    public Tensor forward(Tensor hidden) {
        int time = (int) hidden.size(1);
        int[] positions = new int[time];
        Arrays.setAll(positions, t -> t);
        Rotation rotation = rotation(Tensors.of(positions, time), 1, time);
        Tensor causal = torch.full(
                        new long[] {1, 1, time, time},
                        new Scalar(Double.NEGATIVE_INFINITY),
                        new TensorOptions(precision.stream()))
                .triu(1);
        Tensor grouped = groupMask(causal, 1, time);
        Tensor stream = hidden;
        for (int layer = 0; layer < config.layers(); layer++) {
            stream = block(layer, stream, (queries, keys, values) -> attend(queries, keys, values, grouped), rotation);
        }
        return stream;
    }

    /**
     * Hidden states of new columns, whose keys and values are written into the cache.
     *
     * @param hidden [B, T, E], from {@link #embed}
     * @param positions [B · T], rotary positions
     * @param mask [B, 1, T, columns + T], added to the attention's scores: 0 or negative infinity
     * @param cache holds the rows
     * @param firstRow the first of the B rows in the cache
     * @param columns columns in use; the new ones follow
     * @return [B, T, E], before the final norm
     */
    public Tensor extend(Tensor hidden, Tensor positions, Tensor mask, KeyValueCache cache, int firstRow, int columns) {
        int batch = (int) hidden.size(0);
        int time = (int) hidden.size(1);
        Rotation rotation = rotation(positions, batch, time);
        Tensor grouped = groupMask(mask, batch, time);
        Tensor stream = hidden;
        for (int index = 0; index < config.layers(); index++) {
            int layer = index;
            Tensor input = stream;
            stream = TensorScope.tensor(() -> block(
                    layer,
                    input,
                    (queries, keys, values) -> {
                        Tensor allKeys = cache.keys(layer, firstRow, batch, columns + time);
                        Tensor allValues = cache.values(layer, firstRow, batch, columns + time);
                        allKeys.narrow(2, columns, time).copy_(keys);
                        allValues.narrow(2, columns, time).copy_(values);
                        return torch.scaled_dot_product_attention(
                                queries,
                                allKeys,
                                allValues,
                                new TensorOptional(grouped),
                                0.0,
                                false,
                                new DoubleOptional(),
                                false);
                    },
                    rotation));
        }
        return stream;
    }

    /**
     * Hidden states of new columns with a graph back to {@code hidden}; the cache is read as constants and not written.
     *
     * @param hidden [B, T, E], from {@link #embed}
     * @param positions [B · T], rotary positions
     * @param mask [B, 1, T, columns + T], added to the attention's scores: 0 or negative infinity
     * @param cache some rows' keys and values: a view on the first columns of every row is taken
     * @param rows the cache's row of each of the B rows, [B] indices
     * @param columns the cache's columns that may be attended to
     * @return [B, T, E], before the final norm
     */
    public Tensor differentiate(
            Tensor hidden, Tensor positions, Tensor mask, KeyValueCache cache, Tensor rows, int columns) {
        int batch = (int) hidden.size(0);
        int time = (int) hidden.size(1);
        Rotation rotation = rotation(positions, batch, time);
        Tensor grouped = groupMask(mask, batch, time);
        Tensor stream = hidden;
        for (int index = 0; index < config.layers(); index++) {
            int layer = index;
            stream = block(
                    layer,
                    stream,
                    (queries, keys, values) -> {
                        Tensor allKeys = join(cache.keys(layer, 0, cache.rows(), columns), rows, keys);
                        Tensor allValues = join(cache.values(layer, 0, cache.rows(), columns), rows, values);
                        return attend(queries, allKeys, allValues, grouped);
                    },
                    rotation);
        }
        return stream;
    }

    /** Logits [R, V] of hidden rows [R, E], after the final norm. */
    public Tensor logits(Tensor hidden) {
        return product(norm(hidden, weights.finalNorm), weights.projection);
    }

    /** Inner product of gradients [B, E] at the embedding with the embeddings of C ids: [B, C], d loss / d one-hot. */
    public Tensor oneHotGradient(Tensor gradient, Tensor ids) {
        return torch.matmul(gradient, embed(ids).transpose(0, 1));
    }

    @Override
    public void close() {
        if (packed != null) {
            packed.close();
        }
        owner.close();
        weights.close();
    }

    @FunctionalInterface
    private interface Attention {
        /** Queries [B, K, G · T, D], keys and values [B, K, T, D] to [B, K, G · T, D], K key-value heads with G queries each. */
        Tensor attend(Tensor queries, Tensor keys, Tensor values);
    }

    private record Rotation(Tensor cosines, Tensor signedSines) {}

    private Tensor block(int index, Tensor input, Attention attention, Rotation rotation) {
        DecoderWeights.Layer layer = weights.layers.get(index);
        Tensor attended = input.add(attention(layer, norm(input, layer.attentionNorm()), attention, rotation));
        return attended.add(feedForward(layer, norm(attended, layer.feedForwardNorm())));
    }

    private Tensor attention(DecoderWeights.Layer layer, Tensor input, Attention attention, Rotation rotation) {
        long batch = input.size(0);
        long time = input.size(1);
        long heads = config.heads();
        long shared = config.keyValueHeads();
        long size = config.headSize();
        Tensor projected = product(input, layer.queryKeyValue())
                .view(batch, time, heads + 2 * shared, size)
                .transpose(1, 2);
        Tensor rotated = rotate(projected.narrow(1, 0, heads + shared), rotation);
        Tensor queries = rotated.narrow(1, 0, heads).reshape(batch, shared, heads / shared * time, size);
        Tensor mixed = attention
                .attend(queries, rotated.narrow(1, heads, shared), projected.narrow(1, heads + shared, shared))
                .reshape(batch, heads, time, size)
                .transpose(1, 2)
                .reshape(batch, time, heads * size);
        return product(mixed, layer.output());
    }

    // attention spelled out: of [B, K, G · T, D] to [B, K, columns, D], with scores [B, K, G · T, columns]
    private Tensor attend(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Scalar scale = new Scalar(1.0 / Math.sqrt(config.headSize()));
        Tensor scores = torch.matmul(queries.mul(scale), keys.transpose(2, 3)).add(mask);
        return torch.matmul(torch.softmax(scores, -1), values);
    }

    private Tensor feedForward(DecoderWeights.Layer layer, Tensor input) {
        Tensor both = product(input, layer.gateUp());
        Tensor gate = both.narrow(2, 0, config.feedForward());
        Tensor up = both.narrow(2, config.feedForward(), config.feedForward());
        return product(torch.silu(gate).mul(up), layer.down());
    }

    private Tensor norm(Tensor input, Tensor weight) {
        return torch.rms_norm(
                input,
                new long[] {config.embedding()},
                new TensorOptional(weight),
                new DoubleOptional(config.normEpsilon()));
    }

    private Tensor product(Tensor input, Tensor weight) {
        if (packed != null && packed.has(weight) && !input.requires_grad()) {
            return packed.linear(input, weight);
        }
        if (precision.products() == precision.stream()) {
            return torch.linear(input, weight);
        }
        return torch.linear(input.to(precision.products()), weight).to(precision.stream());
    }

    private Tensor rotate(Tensor input, Rotation rotation) {
        long[] half = {config.headSize() / 2};
        return input.mul(rotation.cosines).add(input.roll(half, -1).mul(rotation.signedSines));
    }

    private Rotation rotation(Tensor positions, int batch, int time) {
        return new Rotation(
                cosines.index_select(0, positions).view(batch, 1, time, config.headSize()),
                signedSines.index_select(0, positions).view(batch, 1, time, config.headSize()));
    }

    // the queries that share a key-value head are laid one after the other along time
    private Tensor groupMask(Tensor mask, int batch, int time) {
        long groups = config.heads() / config.keyValueHeads();
        long columns = mask.size(3);
        return mask.to(precision.stream())
                .unsqueeze(2)
                .expand(batch, 1, groups, time, columns)
                .reshape(batch, 1, groups * time, columns);
    }

    private static Tensor join(Tensor constants, Tensor rows, Tensor own) {
        return torch.cat(new TensorVector(constants.index_select(0, rows), own), 2);
    }

    private Tensor table(float[] values) {
        return TensorScope.call(() -> owner.keep(Tensors.of(values, config.contextLength(), config.headSize())
                .to(precision.stream() == ScalarType.Double ? ScalarType.Double : ScalarType.Float)));
    }
}
