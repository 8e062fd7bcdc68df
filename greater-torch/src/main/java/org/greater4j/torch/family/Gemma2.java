package org.greater4j.torch.family;

import org.greater4j.torch.decoder.Activation;
import org.greater4j.torch.decoder.DecoderConfigBuilder;
import org.greater4j.torch.decoder.NormPlacement;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.Weight;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/**
 * Gemma 2: norms before and behind both halves of a block, scores and logits capped, a window in every other block, embeddings scaled by
 * √E. Folders hold norm weights less one; llama.cpp's converter adds it.
 */
final class Gemma2 implements Family {
    private static final Defaults DEFAULTS = new Defaults(8, 4, 256, 256_000, 8192, 1e-6, 10_000, true);
    private static final int LAYERS_OF_27B = 46;

    static final TensorNames FOLDER = TensorNames.HUGGING_FACE
            .withNormOffset(1)
            .with(Weight.ATTENTION_POST_NORM, "model.layers.%d.post_attention_layernorm")
            .with(Weight.FEED_FORWARD_NORM, "model.layers.%d.pre_feedforward_layernorm")
            .with(Weight.FEED_FORWARD_POST_NORM, "model.layers.%d.post_feedforward_layernorm");

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("gemma2", config, DEFAULTS).attentionBias();
        boolean[] windowed = config.windowed(base.layers(), layer -> layer % 2 == 0);
        base.windowed(config.countOrNone("sliding_window", 4096), windowed);
        common(base.decoder(), config.count("hidden_size"))
                .activation(config.activation("hidden_activation", "gelu_pytorch_tanh"))
                .queryScale(1 / Math.sqrt(config.positive("query_pre_attn_scalar", 256)))
                .scoreCap(config.numberOrNone("attn_logit_softcapping", 50))
                .logitCap(config.numberOrNone("final_logit_softcapping", 30));
        return base.described(FOLDER);
    }

    /** What Gemma 2 and 3 share. */
    static DecoderConfigBuilder common(DecoderConfigBuilder decoder, int embedding) {
        return decoder.norms(NormPlacement.BOTH)
                .activation(Activation.GELU_TANH)
                .embeddingScale(Math.sqrt(embedding));
    }

    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config);
        base.windowed(config.intOr("attention.sliding_window", 4096), layer -> layer % 2 == 0);
        common(base.decoder(), base.embedding())
                .queryScale(queryScale(base, LAYERS_OF_27B))
                .scoreCap(config.numberOr("attn_logit_softcapping", 50))
                .logitCap(config.numberOr("final_logit_softcapping", 30));
        return base.described(TensorNames.GGUF);
    }

    /** Metadata don't tell it: it is 1/√D but for the 27B models, which divide the embedding among the heads. */
    static double queryScale(GgufBase base, int layersOfLargest) {
        return 1
                / Math.sqrt(
                        base.layers() == layersOfLargest ? (double) base.embedding() / base.heads() : base.headSize());
    }
}
