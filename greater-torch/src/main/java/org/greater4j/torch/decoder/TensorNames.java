package org.greater4j.torch.decoder;

/**
 * What a file calls the weights; layer names hold {@code %d}.
 *
 * @param rowsPaired whether rows of queries and keys that rotate together stand side by side, as llama.cpp writes the llama family
 */
public record TensorNames(
        String embedding,
        String attentionNormPattern,
        String queryPattern,
        String keyPattern,
        String valuePattern,
        String outputPattern,
        String feedForwardNormPattern,
        String gatePattern,
        String upPattern,
        String downPattern,
        String finalNorm,
        String projection,
        boolean rowsPaired) {
    /** The names in GGUF files of the llama family. */
    public static final TensorNames GGUF_LLAMA = new TensorNames(
            "token_embd.weight",
            "blk.%d.attn_norm.weight",
            "blk.%d.attn_q.weight",
            "blk.%d.attn_k.weight",
            "blk.%d.attn_v.weight",
            "blk.%d.attn_output.weight",
            "blk.%d.ffn_norm.weight",
            "blk.%d.ffn_gate.weight",
            "blk.%d.ffn_up.weight",
            "blk.%d.ffn_down.weight",
            "output_norm.weight",
            "output.weight",
            true);

    String attentionNorm(int layer) {
        return String.format(attentionNormPattern, layer);
    }

    String query(int layer) {
        return String.format(queryPattern, layer);
    }

    String key(int layer) {
        return String.format(keyPattern, layer);
    }

    String value(int layer) {
        return String.format(valuePattern, layer);
    }

    String output(int layer) {
        return String.format(outputPattern, layer);
    }

    String feedForwardNorm(int layer) {
        return String.format(feedForwardNormPattern, layer);
    }

    String gate(int layer) {
        return String.format(gatePattern, layer);
    }

    String up(int layer) {
        return String.format(upPattern, layer);
    }

    String down(int layer) {
        return String.format(downPattern, layer);
    }
}
