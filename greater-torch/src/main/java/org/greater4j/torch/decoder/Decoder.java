package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.ComputeDevice;
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

    private final DecoderConfig config;
    private final DecoderWeights weights;
    private final Precision precision;
    private final Flop flop;
    private final RotaryTables tables;
    private final Attention attention;

    /** Takes over the weights: closing the decoder frees them. */
    public Decoder(DecoderConfig config, DecoderWeights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.flop = new Flop(config);
        this.tables = new RotaryTables(config, precision);
        this.attention = new Attention(config);
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
     * products of the feed-forward, per block; and what goes into norms of queries and keys and behind both halves, where there are any.
     */
    public long tapeBytesPerToken() {
        long stream = 2L * config.embedding() + 2L * config.heads() * config.headSize();
        if (config.queryKeyNorm() != QueryKeyNorm.NONE) {
            stream += (config.heads() + 2L * config.keyValueHeads()) * config.headSize();
        }
        if (config.norms().after()) {
            stream += 2L * config.embedding();
        }
        return config.layers()
                * (stream * Precision.bytes(precision.stream())
                        + 2L * config.feedForward() * Precision.bytes(precision.products()));
    }

    /** Embeddings of ids [..] as the residual stream's start [.., E]. */
    public Tensor embed(Tensor ids) {
        Tensor rows = torch.embedding(weights.embedding, ids).to(precision.stream());
        return config.embeddingScale() == 1 ? rows : rows.mul(new Scalar(config.embeddingScale()));
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
        PlainBlocks blocks =
                new PlainBlocks(config, attention, tables.rotations(positions, 1, time), precision.stream(), time);
        return blocks.run(weights, hidden);
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
        List<Rotation> rotations = tables.rotations(positions, padded, 1);
        Tensor embedded = embed(Tensors.of(Arrays.copyOf(ids, padded), padded));
        Tensor hidden = new ForwardPass(config, attention, plan, rotations, cache, tape).run(weights, embedded);
        return new Tape(
                padded == tokens ? hidden : hidden.narrow(0, 0, tokens),
                tape == null ? List.of() : tape,
                plan,
                rotations,
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
            whole = torch.zeros(new long[] {padded, gradient.size(1)}, ComputeDevice.options(precision.stream()));
            whole.narrow(0, 0, tokens).copy_(gradient);
        }
        return new BackwardPass(config, attention, tape).run(weights, whole).narrow(0, 0, tokens);
    }

    /** Logits [R, V] of hidden rows [R, E], after the final norm. */
    public Tensor logits(Tensor hidden) {
        return finished(weights.projection.times(Norm.forward(config, hidden, weights.finalNorm)));
    }

    /** As {@link #logits}, in the type of products where those are the logits: as ordered, and half the memory in bfloat16. */
    public Tensor rawLogits(Tensor hidden) {
        return config.logitCap() > 0 || config.logitScale() != 1
                ? logits(hidden)
                : weights.projection.timesRaw(Norm.forward(config, hidden, weights.finalNorm));
    }

    /** As {@link #logits}, through the plain weights, with a graph where gradients are on. */
    public Tensor plainLogits(Tensor hidden) {
        Tensor products = weights.projection
                .plainTimes(Norm.forward(config, hidden, weights.finalNorm))
                .div(new Scalar(config.logitScale()));
        Scalar cap = new Scalar(config.logitCap());
        return config.logitCap() > 0 ? products.div(cap).tanh().mul(cap) : products;
    }

    /**
     * Derivative of {@link #logits} at the hidden rows [R, E], given the one at the logits [R, V].
     *
     * @param logits [R, V]; looked at only where they are capped, and not changed
     * @param gradient [R, V]
     */
    public Tensor logitsBackward(Tensor hidden, Tensor logits, Tensor gradient) {
        Tensor ofProducts = gradient;
        if (config.logitCap() > 0) {
            // tanh's derivative is 1 - tanh²
            Tensor slope =
                    logits.div(new Scalar(config.logitCap())).square_().neg_().add_(new Scalar(1));
            ofProducts = slope.mul_(gradient);
        }
        if (config.logitScale() != 1) {
            ofProducts = ofProducts.div(new Scalar(config.logitScale()));
        }
        return Norm.backward(config, weights.projection.transposedTimes(ofProducts), hidden, weights.finalNorm);
    }

    // products to logits, in place
    private Tensor finished(Tensor products) {
        Tensor scaled = config.logitScale() == 1 ? products : products.div_(new Scalar(config.logitScale()));
        Scalar cap = new Scalar(config.logitCap());
        return config.logitCap() > 0 ? scaled.div_(cap).tanh_().mul_(cap) : scaled;
    }

    /** Inner product of gradients [B, E] at the embedding with the embeddings of C ids: [B, C], d loss / d one-hot. */
    public Tensor oneHotGradient(Tensor gradient, Tensor ids) {
        return torch.matmul(gradient, embed(ids).transpose(0, 1));
    }

    @Override
    public void close() {
        tables.close();
        attention.close();
        weights.close();
    }
}
