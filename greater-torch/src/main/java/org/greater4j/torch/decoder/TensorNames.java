package org.greater4j.torch.decoder;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a file calls the weights, and how it writes them down.
 *
 * @param patterns names without their ending {@code .weight} or {@code .bias}; {@code %d} stands for the number of the block
 * @param rowsPaired whether rows of queries and keys that turn together stand side by side, as llama.cpp writes some families
 * @param normOffset what is to be added to the weights of norms: Gemma's folders hold them less one
 */
public record TensorNames(Map<Weight, String> patterns, boolean rowsPaired, double normOffset) {
    public TensorNames {
        patterns = Map.copyOf(patterns);
    }

    /** The names in Hugging Face folders that most families share. */
    public static final TensorNames HUGGING_FACE = new TensorNames(
            Map.ofEntries(
                    Map.entry(Weight.EMBEDDING, "model.embed_tokens"),
                    Map.entry(Weight.ATTENTION_NORM, "model.layers.%d.input_layernorm"),
                    Map.entry(Weight.QUERY, "model.layers.%d.self_attn.q_proj"),
                    Map.entry(Weight.KEY, "model.layers.%d.self_attn.k_proj"),
                    Map.entry(Weight.VALUE, "model.layers.%d.self_attn.v_proj"),
                    Map.entry(Weight.QUERY_NORM, "model.layers.%d.self_attn.q_norm"),
                    Map.entry(Weight.KEY_NORM, "model.layers.%d.self_attn.k_norm"),
                    Map.entry(Weight.OUTPUT, "model.layers.%d.self_attn.o_proj"),
                    Map.entry(Weight.FEED_FORWARD_NORM, "model.layers.%d.post_attention_layernorm"),
                    Map.entry(Weight.GATE, "model.layers.%d.mlp.gate_proj"),
                    Map.entry(Weight.UP, "model.layers.%d.mlp.up_proj"),
                    Map.entry(Weight.DOWN, "model.layers.%d.mlp.down_proj"),
                    Map.entry(Weight.FINAL_NORM, "model.norm"),
                    Map.entry(Weight.PROJECTION, "lm_head")),
            false,
            0);

    /** The names in GGUF files that most families share. */
    public static final TensorNames GGUF = new TensorNames(
            Map.ofEntries(
                    Map.entry(Weight.EMBEDDING, "token_embd"),
                    Map.entry(Weight.ATTENTION_NORM, "blk.%d.attn_norm"),
                    Map.entry(Weight.QUERY, "blk.%d.attn_q"),
                    Map.entry(Weight.KEY, "blk.%d.attn_k"),
                    Map.entry(Weight.VALUE, "blk.%d.attn_v"),
                    Map.entry(Weight.QUERY_NORM, "blk.%d.attn_q_norm"),
                    Map.entry(Weight.KEY_NORM, "blk.%d.attn_k_norm"),
                    Map.entry(Weight.OUTPUT, "blk.%d.attn_output"),
                    Map.entry(Weight.ATTENTION_POST_NORM, "blk.%d.post_attention_norm"),
                    Map.entry(Weight.FEED_FORWARD_NORM, "blk.%d.ffn_norm"),
                    Map.entry(Weight.GATE, "blk.%d.ffn_gate"),
                    Map.entry(Weight.UP, "blk.%d.ffn_up"),
                    Map.entry(Weight.DOWN, "blk.%d.ffn_down"),
                    Map.entry(Weight.FEED_FORWARD_POST_NORM, "blk.%d.post_ffw_norm"),
                    Map.entry(Weight.FINAL_NORM, "output_norm"),
                    Map.entry(Weight.PROJECTION, "output")),
            false,
            0);

    /** The names in GGUF files of families that llama.cpp turns pair by pair: Llama, SmolLM3, Granite. */
    public static final TensorNames GGUF_PAIRED = new TensorNames(GGUF.patterns, true, 0);

    /** With another name for a weight, or a first one. */
    public TensorNames with(Weight weight, String pattern) {
        Map<Weight, String> changed = new EnumMap<>(patterns);
        changed.put(weight, pattern);
        return new TensorNames(changed, rowsPaired, normOffset);
    }

    /** Without a weight: a decoder without {@link Weight#PROJECTION} projects by its embedding. */
    public TensorNames without(Weight weight) {
        Map<Weight, String> changed = new EnumMap<>(patterns);
        changed.remove(weight);
        return new TensorNames(changed, rowsPaired, normOffset);
    }

    /** With another offset of norms. */
    public TensorNames withNormOffset(double offset) {
        return new TensorNames(patterns, rowsPaired, offset);
    }

    /** With something in front of every name. */
    public TensorNames withPrefix(String prefix) {
        Map<Weight, String> changed = new EnumMap<>(Weight.class);
        patterns.forEach((weight, pattern) -> changed.put(weight, prefix + pattern));
        return new TensorNames(changed, rowsPaired, normOffset);
    }

    /** With another beginning of those names that begin so. */
    public TensorNames moved(String from, String to) {
        Map<Weight, String> changed = new EnumMap<>(Weight.class);
        patterns.forEach((weight, pattern) ->
                changed.put(weight, pattern.startsWith(from) ? to + pattern.substring(from.length()) : pattern));
        return new TensorNames(changed, rowsPaired, normOffset);
    }

    boolean has(Weight weight) {
        return patterns.containsKey(weight);
    }

    /** The name of a tensor; the number of the block does not matter where there is but one. */
    public String weight(Weight weight, int layer) {
        return name(weight, layer) + ".weight";
    }

    String bias(Weight weight, int layer) {
        return name(weight, layer) + ".bias";
    }

    private String name(Weight weight, int layer) {
        String pattern = patterns.get(weight);
        if (pattern == null) {
            throw new IllegalArgumentException("expected a weight that the family has, found " + weight);
        }
        return pattern.replace("%d", Integer.toString(layer));
    }
}
