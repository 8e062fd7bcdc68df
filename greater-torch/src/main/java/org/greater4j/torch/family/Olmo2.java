package org.greater4j.torch.family;

import org.greater4j.torch.decoder.NormPlacement;
import org.greater4j.torch.decoder.QueryKeyNorm;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.Weight;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** OLMo 2: norms behind both halves of a block alone, and over all queries and all keys. */
final class Olmo2 implements Family {
    private static final Defaults DEFAULTS = Defaults.LLAMA.normEpsilon(1e-5);

    private static final TensorNames FOLDER = TensorNames.HUGGING_FACE
            .with(Weight.ATTENTION_POST_NORM, "model.layers.%d.post_attention_layernorm")
            .with(Weight.FEED_FORWARD_POST_NORM, "model.layers.%d.post_feedforward_layernorm");

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base =
                HuggingFaceBase.of("olmo2", config, DEFAULTS).attentionBias().allFull();
        base.decoder()
                .norms(NormPlacement.AFTER)
                .queryKeyNorm(QueryKeyNorm.PROJECTION)
                .activation(config.activation("hidden_act", "silu"));
        return base.described(FOLDER);
    }

    @Override
    public Described of(GgufConfig config) {
        config.requireAbsent("attention.sliding_window", "OLMo 3, whose blocks turn differently");
        GgufBase base = GgufBase.of(config).allFull();
        base.decoder().norms(NormPlacement.AFTER).queryKeyNorm(QueryKeyNorm.PROJECTION);
        return base.described(TensorNames.GGUF);
    }
}
