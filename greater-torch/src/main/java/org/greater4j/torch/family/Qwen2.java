package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Qwen2 and Qwen2.5: queries, keys and values have biases; some large models have a window in their later blocks. */
final class Qwen2 implements Family {
    private static final Defaults DEFAULTS = Defaults.LLAMA.keyValueHeads(32).contextLength(32_768);

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("qwen2", config, DEFAULTS);
        window(config, base);
        base.decoder().attentionBias(true).activation(config.activation("hidden_act", "silu"));
        return base.described(TensorNames.HUGGING_FACE);
    }

    /** The window of Qwen2 and Qwen3, which counts only where {@code use_sliding_window} says so. */
    static void window(HuggingFaceConfig config, HuggingFaceBase base) {
        int window = config.flag("use_sliding_window", false) ? config.countOrNone("sliding_window", 4096) : 0;
        int first = config.has("max_window_layers") ? (int) config.number("max_window_layers", 0) : 28;
        base.windowed(window, config.windowed(base.layers(), layer -> window > 0 && layer >= first));
    }

    @Override
    public Described of(GgufConfig config) {
        config.requireAbsent("attention.sliding_window", "a window in some blocks");
        return GgufBase.of(config).allFull().described(TensorNames.GGUF);
    }
}
