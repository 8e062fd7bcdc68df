package org.greater4j.torch.family;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.greater4j.torch.decoder.DecoderConfigBuilder;
import org.greater4j.torch.decoder.LayerKind;
import org.greater4j.torch.decoder.Rope;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.Weight;

/** What all families write into GGUF metadata under the same keys; that there are biases, only their tensors tell. */
final class GgufBase {
    private static final double DEFAULT_ROPE_BASE = 10_000;

    private final GgufConfig config;
    private final DecoderConfigBuilder decoder;
    private final int embedding;
    private final int layers;
    private final int heads;
    private final int headSize;
    private int contextLength;

    private GgufBase(GgufConfig config) {
        this.config = config;
        this.embedding = config.size("embedding_length");
        this.layers = config.blocks("block_count");
        this.heads = config.size("attention.head_count");
        this.headSize = config.intOr("attention.key_length", embedding / heads);
        this.contextLength = config.count("context_length");
        int keyValueHeads = config.intOr("attention.head_count_kv", heads);
        int valueSize = config.intOr("attention.value_length", headSize);
        if (keyValueHeads < 1 || heads % keyValueHeads != 0 || headSize < 2 || headSize % 2 != 0) {
            throw config.invalid(
                    "heads of an even size that are a multiple of key-value heads",
                    heads + " heads and " + keyValueHeads + " key-value heads of size " + headSize);
        }
        if (!config.bounds().allow(heads, headSize)) {
            throw config.invalid(
                    "heads of at most " + config.bounds().size() + " numbers, the elements of the largest tensor, in "
                            + config.architecture() + ".attention.head_count and .key_length",
                    heads + " heads of size " + headSize);
        }
        if (valueSize != headSize) {
            throw config.unsupported("values as large as keys (" + headSize + ")", "values of size " + valueSize);
        }
        this.decoder = new DecoderConfigBuilder(config.architecture())
                .vocabulary(vocabulary())
                .embedding(embedding)
                .heads(heads, keyValueHeads, headSize)
                .feedForward(config.size("feed_forward_length"))
                .normEpsilon(config.number("attention.layer_norm_rms_epsilon"))
                .attentionBias(config.hasTensor("blk.0.attn_q.bias") || config.hasTensor("blk.0.attn_qkv.bias"))
                .outputBias(config.hasTensor("blk.0.attn_output.bias"))
                .feedForwardBias(config.hasTensor("blk.0.ffn_up.bias"));
    }

    static GgufBase of(GgufConfig config) {
        return new GgufBase(config);
    }

    // the embedding's rows, not the metadata, say how many ids there are; some files leave the key out
    private int vocabulary() {
        long[] shape = config.file().tensor("token_embd.weight").shape();
        if (shape[0] > config.bounds().size()) {
            throw config.invalid(
                    "at most " + config.bounds().size() + " rows of tensor token_embd.weight", "" + shape[0]);
        }
        return (int) shape[0];
    }

    DecoderConfigBuilder decoder() {
        return decoder;
    }

    int embedding() {
        return embedding;
    }

    int layers() {
        return layers;
    }

    int heads() {
        return heads;
    }

    int headSize() {
        return headSize;
    }

    /** Every block sees everything, and turns by the one rotary embedding that the metadata describe. */
    GgufBase allFull() {
        return windowed(0, layer -> false);
    }

    /** Every block has a window, if there is any. */
    GgufBase allWindowed(int window) {
        return windowed(window, layer -> true);
    }

    /** Some blocks have a window, if there is any. */
    GgufBase windowed(int window, IntPredicate which) {
        List<LayerKind> kinds = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            kinds.add(window > 0 && which.test(layer) ? LayerKind.WINDOWED : LayerKind.FULL);
        }
        decoder.layers(kinds).window(window).ropes(rope());
        return this;
    }

    /** The rotary embedding that the metadata describe, with factors for its pairs where a tensor holds some. */
    Rope rope() {
        int rotated = config.intOr("rope.dimension_count", headSize);
        if (rotated < 2 || rotated % 2 != 0 || rotated > headSize) {
            throw config.invalid("pairs of a head of size " + headSize + " that turn", rotated + " numbers");
        }
        double base = config.numberOr("rope.freq_base", DEFAULT_ROPE_BASE);
        Rope plain = Rope.of(base, rotated);
        if (config.hasTensor("rope_freqs.weight")) {
            plain = plain.divided(factors("rope_freqs.weight", rotated / 2));
        }
        if (config.hasTensor("rope_factors_short.weight")) {
            return longRope(plain);
        }
        String type = config.textOr("rope.scaling.type", "none");
        double factor = config.numberOr("rope.scaling.factor", 1);
        return switch (type) {
            case "none" -> plain;
            case "linear" -> plain.linear(factor);
            case "yarn" ->
                Rope.yarn(
                        base,
                        rotated,
                        new Rope.Yarn(
                                factor,
                                config.intOr("rope.scaling.original_context_length", contextLength),
                                config.numberOr("rope.scaling.yarn_beta_fast", 32),
                                config.numberOr("rope.scaling.yarn_beta_slow", 1),
                                Rope.Yarn.attentionFactor(factor, 1) * config.numberOr("rope.scaling.attn_factor", 1),
                                true));
            default -> throw config.unsupported("rope scaling none, linear or yarn", "'" + type + "'");
        };
    }

    // the factors for longer texts would have to be applied to what is cached already
    private Rope longRope(Rope plain) {
        int trained = config.intOr("rope.scaling.original_context_length", contextLength);
        contextLength = Math.min(contextLength, Math.max(1, trained));
        return plain.divided(
                        factors("rope_factors_short.weight", plain.frequencies().size()))
                .scaled(config.numberOr("rope.scaling.attn_factor", 1));
    }

    private List<Double> factors(String name, int size) {
        float[] values = config.file().readAll(config.file().tensor(name));
        List<Double> factors = new ArrayList<>();
        for (float value : values) {
            if (!(value > 0) || values.length != size) {
                throw config.invalid(
                        size + " numbers above 0 in tensor " + name, values.length + ", one of them " + value);
            }
            factors.add((double) value);
        }
        return factors;
    }

    Family.Described described(TensorNames names) {
        return new Family.Described(
                decoder.contextLength(contextLength).build(),
                config.hasTensor("output.weight") ? names : names.without(Weight.PROJECTION));
    }
}
