package org.greater4j.torch.family;

import org.greater4j.torch.decoder.QueryKeyNorm;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Qwen3: every head's queries and keys are normed. */
final class Qwen3 implements Family {
    private static final Defaults DEFAULTS =
            Defaults.LLAMA.keyValueHeads(32).headSize(128).contextLength(32_768);

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("qwen3", config, DEFAULTS).attentionBias();
        Qwen2.window(config, base);
        base.decoder().queryKeyNorm(QueryKeyNorm.HEAD).activation(config.activation("hidden_act", "silu"));
        return base.described(TensorNames.HUGGING_FACE);
    }

    @Override
    public Described of(GgufConfig config) {
        config.requireAbsent("attention.sliding_window", "a window in some blocks");
        GgufBase base = GgufBase.of(config).allFull();
        base.decoder().queryKeyNorm(QueryKeyNorm.HEAD);
        return base.described(TensorNames.GGUF);
    }
}
