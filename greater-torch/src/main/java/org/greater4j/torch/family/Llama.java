package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Llama 2 and 3, SmolLM2, and whatever else calls itself {@code llama}; GGUF files of Mistral do too. */
final class Llama implements Family {
    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base =
                HuggingFaceBase.of("llama", config, Defaults.LLAMA).biases().allFull();
        base.decoder().activation(config.activation("hidden_act", "silu"));
        return base.described(TensorNames.HUGGING_FACE);
    }

    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config);
        base.allWindowed(config.intOr("attention.sliding_window", 0));
        return base.described(TensorNames.GGUF_PAIRED);
    }
}
