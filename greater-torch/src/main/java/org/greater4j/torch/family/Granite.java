package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Granite 3: Llama with multipliers of embeddings, scores, both halves of a block and logits. */
final class Granite implements Family {
    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base =
                HuggingFaceBase.of("granite", config, Defaults.LLAMA).biases().allFull();
        base.decoder()
                .activation(config.activation("hidden_act", "silu"))
                .embeddingScale(config.positive("embedding_multiplier", 1))
                .queryScale(config.positive("attention_multiplier", 1))
                .residualScale(config.positive("residual_multiplier", 1))
                .logitScale(config.positive("logits_scaling", 1));
        return base.described(TensorNames.HUGGING_FACE);
    }

    /** The converter writes no key for a multiplier of 0, and llama.cpp takes a missing one for the scores to be 1/√D. */
    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config).allFull();
        base.decoder()
                .embeddingScale(config.numberOr("embedding_scale", 1))
                .queryScale(config.numberOr("attention.scale", 0))
                .residualScale(config.numberOr("residual_scale", 1))
                .logitScale(config.numberOr("logit_scale", 1));
        return base.described(TensorNames.GGUF_PAIRED);
    }
}
