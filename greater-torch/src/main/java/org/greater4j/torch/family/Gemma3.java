package org.greater4j.torch.family;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.torch.decoder.LayerKind;
import org.greater4j.torch.decoder.QueryKeyNorm;
import org.greater4j.torch.decoder.Rope;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/**
 * Gemma 3's text model: norms as in Gemma 2, queries and keys normed head by head, and five blocks with a window and a fast rotary
 * embedding for each that sees everything and turns slowly.
 */
final class Gemma3 implements Family {
    private static final Defaults DEFAULTS = new Defaults(8, 4, 256, 262_208, 131_072, 1e-6, 1_000_000, true);
    private static final double LOCAL_BASE = 10_000;
    private static final int PATTERN = 6;
    private static final int LAYERS_OF_27B = 62;

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("gemma3", config, DEFAULTS).attentionBias();
        config.requireOff("use_bidirectional_attention", "tokens that see those behind them");
        int pattern = config.count("sliding_window_pattern", config.count("_sliding_window_pattern", PATTERN));
        boolean[] windowed = config.windowed(base.layers(), layer -> (layer + 1) % pattern != 0);
        int window = config.countOrNone("sliding_window", 4096);
        base.decoder().layers(kinds(windowed, window)).window(window).ropes(global(config, base), local(config, base));
        Gemma2.common(base.decoder(), config.count("hidden_size"))
                .queryKeyNorm(QueryKeyNorm.HEAD)
                .activation(config.activation("hidden_activation", "gelu_pytorch_tanh"))
                .queryScale(1 / Math.sqrt(config.positive("query_pre_attn_scalar", 256)))
                // transformers reads attn_logit_softcapping too, and does not use it
                .logitCap(config.numberOrNone("final_logit_softcapping", 0));
        return base.described(Gemma2.FOLDER);
    }

    // newer configs describe one rotary embedding for each kind of block
    private static Rope global(HuggingFaceConfig config, HuggingFaceBase base) {
        HuggingFaceConfig full = config.object("rope_parameters").object("full_attention");
        return full.has("rope_theta")
                ? HuggingFaceRope.of(
                                full,
                                full.positive("rope_theta", DEFAULTS.ropeBase()),
                                base.headSize(),
                                base.contextLength(),
                                base.contextLength())
                        .rope()
                : base.rope();
    }

    private static Rope local(HuggingFaceConfig config, HuggingFaceBase base) {
        HuggingFaceConfig sliding = config.object("rope_parameters").object("sliding_attention");
        return Rope.of(
                sliding.positive("rope_theta", config.positive("rope_local_base_freq", LOCAL_BASE)), base.headSize());
    }

    private static List<LayerKind> kinds(boolean[] windowed, int window) {
        List<LayerKind> kinds = new ArrayList<>();
        for (boolean local : windowed) {
            kinds.add(new LayerKind(local && window > 0, local ? 1 : 0));
        }
        return kinds;
    }

    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config);
        boolean[] windowed = config.pattern("attention.sliding_window_pattern", base.layers(), PATTERN);
        int window = config.intOr("attention.sliding_window", 0);
        base.decoder()
                .layers(kinds(windowed, window))
                .window(window)
                .ropes(base.rope(), Rope.of(config.numberOr("rope.freq_base_swa", LOCAL_BASE), base.headSize()));
        Gemma2.common(base.decoder(), base.embedding())
                .queryKeyNorm(QueryKeyNorm.HEAD)
                .queryScale(Gemma2.queryScale(base, LAYERS_OF_27B))
                .logitCap(config.numberOr("final_logit_softcapping", 0));
        return base.described(TensorNames.GGUF);
    }
}
