package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Mistral: Llama with a window in every block. */
final class Mistral implements Family {
    private static final Defaults DEFAULTS = Defaults.LLAMA.keyValueHeads(8).contextLength(131_072);
    private static final int WINDOW = 4096;

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("mistral", config, DEFAULTS)
                .allWindowed(config.countOrNone("sliding_window", WINDOW));
        base.decoder().activation(config.activation("hidden_act", "silu"));
        return base.described(TensorNames.HUGGING_FACE);
    }

    /** llama.cpp's converter calls such models {@code llama}. */
    @Override
    public Described of(GgufConfig config) {
        return new Llama().of(config);
    }
}
