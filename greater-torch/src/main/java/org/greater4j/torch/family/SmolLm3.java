package org.greater4j.torch.family;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.torch.decoder.LayerKind;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.family.HuggingFaceBase.Defaults;

/** SmolLM3: Llama with some blocks that know nothing of positions. */
final class SmolLm3 implements Family {
    private static final Defaults DEFAULTS = new Defaults(0, 4, 0, 0, 32_768, 1e-6, 2_000_000, true);
    private static final int INTERVAL = 4;

    @Override
    public Described of(HuggingFaceConfig config) {
        HuggingFaceBase base = HuggingFaceBase.of("smollm3", config, DEFAULTS).biases();
        int interval = config.count("no_rope_layer_interval", INTERVAL);
        // the key names blocks without and marks those with
        boolean[] turning = config.marks("no_rope_layers", base.layers(), layer -> (layer + 1) % interval != 0);
        int window = config.flag("use_sliding_window", false) ? config.countOrNone("sliding_window", 0) : 0;
        boolean[] windowed = config.windowed(base.layers(), layer -> window > 0 && !turning[layer]);
        base.decoder()
                .layers(kinds(turning, windowed, window))
                .window(window)
                .ropes(base.rope())
                .activation(config.activation("hidden_act", "silu"));
        return base.described(TensorNames.HUGGING_FACE);
    }

    private static List<LayerKind> kinds(boolean[] turning, boolean[] windowed, int window) {
        List<LayerKind> kinds = new ArrayList<>();
        for (int layer = 0; layer < turning.length; layer++) {
            kinds.add(new LayerKind(windowed[layer] && window > 0, turning[layer] ? 0 : LayerKind.NO_ROPE));
        }
        return kinds;
    }

    /** The converter does not write the interval: llama.cpp takes it to be 4. */
    @Override
    public Described of(GgufConfig config) {
        GgufBase base = GgufBase.of(config);
        boolean[] turning = new boolean[base.layers()];
        for (int layer = 0; layer < turning.length; layer++) {
            turning[layer] = (layer + 1) % INTERVAL != 0;
        }
        base.decoder().layers(kinds(turning, new boolean[turning.length], 0)).ropes(base.rope());
        return base.described(TensorNames.GGUF_PAIRED);
    }
}
