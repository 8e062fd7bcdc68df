package org.greater4j.torch.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.torch.format.GgufWriter;
import org.greater4j.torch.format.SafetensorsWeights;

/**
 * Writes a Hugging Face folder's model as llama.cpp's converter does: its names, its pairing of rows, its offset of Gemma's norms, its
 * metadata. Knows nothing of the readers that it tests.
 */
final class GgufConversion {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("model.embed_tokens.", "token_embd.");
        NAMES.put("model.norm.", "output_norm.");
        NAMES.put("lm_head.", "output.");
        NAMES.put("model.layers.", "blk.");
        NAMES.put("self_attn.q_proj", "attn_q");
        NAMES.put("self_attn.k_proj", "attn_k");
        NAMES.put("self_attn.v_proj", "attn_v");
        NAMES.put("self_attn.o_proj", "attn_output");
        NAMES.put("self_attn.qkv_proj", "attn_qkv");
        NAMES.put("self_attn.q_norm", "attn_q_norm");
        NAMES.put("self_attn.k_norm", "attn_k_norm");
        NAMES.put("input_layernorm", "attn_norm");
        NAMES.put("pre_feedforward_layernorm", "ffn_norm");
        NAMES.put("post_feedforward_layernorm", "post_ffw_norm");
        NAMES.put("mlp.gate_up_proj", "ffn_up");
        NAMES.put("mlp.gate_proj", "ffn_gate");
        NAMES.put("mlp.up_proj", "ffn_up");
        NAMES.put("mlp.down_proj", "ffn_down");
    }

    private final JsonNode config;
    private final String architecture;
    private final GgufWriter writer = new GgufWriter();

    private GgufConversion(JsonNode config) {
        this.config = config;
        String type = config.path("model_type").asText();
        this.architecture = switch (type) {
            case "mistral" -> "llama";
            case "gemma3_text" -> "gemma3";
            default -> type;
        };
    }

    static Path write(JsonNode config, SafetensorsWeights weights, Path file) {
        GgufConversion conversion = new GgufConversion(config);
        conversion.metadata();
        weights.names().forEach(name -> conversion.tensor(name, weights));
        return conversion.writer.write(file);
    }

    private void metadata() {
        writer.string("general.architecture", architecture);
        integer("context_length", "max_position_embeddings");
        integer("embedding_length", "hidden_size");
        integer("block_count", "num_hidden_layers");
        integer("feed_forward_length", "intermediate_size");
        integer("attention.head_count", "num_attention_heads");
        integer("attention.head_count_kv", "num_key_value_heads");
        number("attention.layer_norm_rms_epsilon", "rms_norm_eps");
        number("rope.freq_base", "rope_theta");
        if (config.hasNonNull("head_dim")) {
            integer("attention.key_length", "head_dim");
            integer("attention.value_length", "head_dim");
        }
        if (config.hasNonNull("sliding_window")) {
            integer("attention.sliding_window", "sliding_window");
        }
        if (config.hasNonNull("partial_rotary_factor")) {
            writer.integer(key("rope.dimension_count"), (long)
                    (headSize() * config.get("partial_rotary_factor").doubleValue()));
        }
        for (String cap : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
            if (config.hasNonNull(cap)) {
                number(cap, cap);
            }
        }
        JsonNode scaling = config.path("rope_scaling");
        if (scaling.path("rope_type").asText().equals("llama3")) {
            float[] factors = llama3Factors(scaling);
            writer.f32("rope_freqs.weight", new long[] {factors.length}, factors);
        } else if (scaling.path("rope_type").asText().equals("linear")) {
            writer.string(key("rope.scaling.type"), "linear");
            writer.number(key("rope.scaling.factor"), scaling.get("factor").floatValue());
        }
    }

    private float[] llama3Factors(JsonNode scaling) {
        double factor = scaling.get("factor").doubleValue();
        double low = scaling.get("low_freq_factor").doubleValue();
        double high = scaling.get("high_freq_factor").doubleValue();
        double context = scaling.get("original_max_position_embeddings").doubleValue();
        float[] factors = new float[headSize() / 2];
        for (int pair = 0; pair < factors.length; pair++) {
            double wavelength = 2 * Math.PI * Math.pow(config.get("rope_theta").doubleValue(), 2.0 * pair / headSize());
            if (wavelength < context / high) {
                factors[pair] = 1;
            } else if (wavelength > context / low) {
                factors[pair] = (float) factor;
            } else {
                double smooth = (context / wavelength - low) / (high - low);
                factors[pair] = (float) (1 / ((1 - smooth) / factor + smooth));
            }
        }
        return factors;
    }

    private void tensor(String name, SafetensorsWeights weights) {
        long[] shape = weights.shape(name);
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        weights.read(name, 0, values, count);
        boolean paired = List.of("llama", "smollm3", "granite").contains(architecture);
        if (paired && (name.contains("q_proj") || name.contains("k_proj"))) {
            values = permuted(values, (int) shape[0] / headSize());
        }
        if (architecture.startsWith("gemma") && name.endsWith("norm.weight")) {
            for (int at = 0; at < count; at++) {
                values[at] += 1;
            }
        }
        writer.f32(renamed(name), shape, values);
    }

    // rows of each head, seen as [2, D/2], become [D/2, 2]
    private float[] permuted(float[] values, int heads) {
        int half = headSize() / 2;
        int columns = values.length / heads / headSize();
        float[] result = new float[values.length];
        for (int head = 0; head < heads; head++) {
            for (int row = 0; row < headSize(); row++) {
                int to = head * headSize() + row % half * 2 + row / half;
                System.arraycopy(values, (head * headSize() + row) * columns, result, to * columns, columns);
            }
        }
        return result;
    }

    private String renamed(String name) {
        // of two norms with this name, Gemma and OLMo mean the one behind attention
        boolean behind = architecture.startsWith("gemma") || architecture.equals("olmo2");
        String renamed = name.replace("post_attention_layernorm", behind ? "post_attention_norm" : "ffn_norm");
        for (Map.Entry<String, String> entry : NAMES.entrySet()) {
            renamed = renamed.replace(entry.getKey(), entry.getValue());
        }
        return renamed;
    }

    private int headSize() {
        return config.hasNonNull("head_dim")
                ? config.get("head_dim").intValue()
                : config.get("hidden_size").intValue()
                        / config.get("num_attention_heads").intValue();
    }

    private void integer(String key, String from) {
        writer.integer(key(key), config.get(from).longValue());
    }

    private void number(String key, String from) {
        writer.number(key(key), config.get(from).floatValue());
    }

    private String key(String key) {
        return architecture + "." + key;
    }
}
