package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.Weight;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** Phi-3, Phi-3.5 and Phi-4-mini: queries, keys and values in one tensor, gate and up in another, some heads turn in part. */
final class Phi3 implements Family {
    private static final Defaults DEFAULTS = Defaults.LLAMA.contextLength(4096).normEpsilon(1e-5);
    private static final int FIRST_CONTEXT = 4096;

    private static final TensorNames FOLDER = TensorNames.HUGGING_FACE
            .with(Weight.QUERY_KEY_VALUE, "model.layers.%d.self_attn.qkv_proj")
            .with(Weight.GATE_UP, "model.layers.%d.mlp.gate_up_proj");

    private static final TensorNames GGUF =
            TensorNames.GGUF.with(Weight.QUERY_KEY_VALUE, "blk.%d.attn_qkv").with(Weight.GATE_UP, "blk.%d.ffn_up");

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("phi3", config, DEFAULTS);
        int rotated = (int) (base.headSize() * config.positive("partial_rotary_factor", 1));
        if (rotated < 2 || rotated % 2 != 0 || rotated > base.headSize()) {
            config.invalid("a partial_rotary_factor that turns whole pairs of a head", rotated + " numbers");
        }
        int trained = config.count("original_max_position_embeddings", FIRST_CONTEXT);
        base.allWindowed(
                config.countOrNone("sliding_window", 0),
                base.rope(Math.max(2, Math.min(rotated, base.headSize()) / 2 * 2), trained));
        base.decoder().activation(config.activation("hidden_act", "silu"));
        return base.described(FOLDER);
    }

    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config);
        base.allWindowed(config.intOr("attention.sliding_window", 0));
        return base.described(GGUF);
    }
}
