package org.greater4j.torch.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.greater4j.torch.decoder.DecoderConfigBuilder;
import org.greater4j.torch.decoder.LayerKind;
import org.greater4j.torch.decoder.Rope;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.Weight;

/** What all families write into {@code config.json} under the same keys. */
final class HuggingFaceBase {
    private final HuggingFaceConfig config;
    private final Defaults defaults;
    private final DecoderConfigBuilder decoder;
    private final int layers;
    private final int headSize;
    private int contextLength;

    /**
     * What transformers takes a family's missing keys to mean.
     *
     * @param heads 0 where the key must be there
     * @param keyValueHeads 0 for as many as heads
     * @param headSize 0 for the embedding's size over the heads
     * @param vocabulary 0 where the key must be there
     * @param tied whether the projection to logits is the embedding
     */
    record Defaults(
            int heads,
            int keyValueHeads,
            int headSize,
            int vocabulary,
            int contextLength,
            double normEpsilon,
            double ropeBase,
            boolean tied) {
        static final Defaults LLAMA = new Defaults(0, 0, 0, 0, 2048, 1e-6, 10_000, false);

        Defaults keyValueHeads(int count) {
            return new Defaults(heads, count, headSize, vocabulary, contextLength, normEpsilon, ropeBase, tied);
        }

        Defaults headSize(int size) {
            return new Defaults(heads, keyValueHeads, size, vocabulary, contextLength, normEpsilon, ropeBase, tied);
        }

        Defaults contextLength(int length) {
            return new Defaults(heads, keyValueHeads, headSize, vocabulary, length, normEpsilon, ropeBase, tied);
        }

        Defaults normEpsilon(double epsilon) {
            return new Defaults(heads, keyValueHeads, headSize, vocabulary, contextLength, epsilon, ropeBase, tied);
        }
    }

    private HuggingFaceBase(String architecture, HuggingFaceConfig config, Defaults defaults) {
        this.config = config;
        this.defaults = defaults;
        int embedding = config.size("hidden_size", 0);
        int heads = config.size("num_attention_heads", defaults.heads);
        int keyValueHeads =
                config.size("num_key_value_heads", defaults.keyValueHeads > 0 ? defaults.keyValueHeads : heads);
        this.headSize = headSize(heads, defaults.headSize > 0 ? defaults.headSize : Math.max(1, embedding / heads));
        this.layers = config.blocks("num_hidden_layers");
        this.contextLength = config.count("max_position_embeddings", defaults.contextLength);
        if (heads % keyValueHeads != 0) {
            config.invalid(
                    "a multiple of num_key_value_heads (" + keyValueHeads + ") in num_attention_heads", "" + heads);
        }
        if (headSize % 2 != 0) {
            config.invalid("an even size of heads, of which pairs turn", "" + headSize);
        }
        config.requireOff("quantization_config", "weights quantised for another engine");
        this.decoder = new DecoderConfigBuilder(architecture)
                .vocabulary(config.size("vocab_size", defaults.vocabulary))
                .embedding(embedding)
                .heads(heads, keyValueHeads, headSize)
                .feedForward(config.size("intermediate_size", 0))
                .normEpsilon(config.positive("rms_norm_eps", defaults.normEpsilon));
    }

    private int headSize(int heads, int absent) {
        int size = config.size("head_dim", absent);
        if (config.bounds().allow(heads, size)) {
            return size;
        }
        config.invalid(
                "num_attention_heads of size head_dim of at most "
                        + config.bounds().size() + " numbers, the elements of the largest tensor",
                heads + " of size " + size);
        return 2;
    }

    static HuggingFaceBase of(String architecture, HuggingFaceConfig config, Defaults defaults) {
        return new HuggingFaceBase(architecture, config, defaults);
    }

    DecoderConfigBuilder decoder() {
        return decoder;
    }

    int layers() {
        return layers;
    }

    int headSize() {
        return headSize;
    }

    /** As Llama's {@code attention_bias} and {@code mlp_bias}. */
    HuggingFaceBase biases() {
        attentionBias();
        decoder.feedForwardBias(config.flag("mlp_bias", false));
        return this;
    }

    /** As Llama's {@code attention_bias}: on queries, keys and values and behind attention. */
    HuggingFaceBase attentionBias() {
        boolean bias = config.flag("attention_bias", false);
        decoder.attentionBias(bias).outputBias(bias);
        return this;
    }

    /** Every block sees everything, and turns by the one rotary embedding that the config describes. */
    HuggingFaceBase allFull() {
        decoder.layers(Collections.nCopies(layers, LayerKind.FULL)).ropes(rope());
        return this;
    }

    /** Every block has a window if there is any, and turns by the one rotary embedding that the config describes. */
    HuggingFaceBase allWindowed(int window) {
        return allWindowed(window, rope());
    }

    /** Every block has a window if there is any, and turns by a given rotary embedding. */
    HuggingFaceBase allWindowed(int window, Rope rope) {
        decoder.layers(Collections.nCopies(layers, window > 0 ? LayerKind.WINDOWED : LayerKind.FULL))
                .window(window)
                .ropes(rope);
        return this;
    }

    /** Some blocks have a window, if there is any. */
    HuggingFaceBase windowed(int window, boolean[] windowed) {
        List<LayerKind> kinds = new ArrayList<>();
        for (boolean one : windowed) {
            kinds.add(one && window > 0 ? LayerKind.WINDOWED : LayerKind.FULL);
        }
        decoder.layers(kinds).window(window).ropes(rope());
        return this;
    }

    /** The rotary embedding that the config describes, over whole heads. */
    Rope rope() {
        if (config.number("partial_rotary_factor", 1) != 1) {
            config.unsupported(
                    "heads that turn whole in this family",
                    "partial_rotary_factor " + config.number("partial_rotary_factor", 1));
        }
        return rope(headSize, contextLength);
    }

    /**
     * The rotary embedding that the config describes.
     *
     * @param rotated numbers of a head that turn
     * @param trainedContext what {@code original_max_position_embeddings} beside {@code max_position_embeddings} says, if anything
     */
    Rope rope(int rotated, int trainedContext) {
        HuggingFaceRope rope = HuggingFaceRope.of(config, rotated, defaults.ropeBase, contextLength, trainedContext);
        contextLength = rope.contextLength();
        return rope.rope();
    }

    int contextLength() {
        return contextLength;
    }

    /** The decoder, unless there was a problem. */
    Family.Described described(TensorNames names) {
        boolean tied = config.flag("tie_word_embeddings", defaults.tied);
        config.check();
        return new Family.Described(
                decoder.contextLength(contextLength).build(), tied ? names.without(Weight.PROJECTION) : names);
    }
}
