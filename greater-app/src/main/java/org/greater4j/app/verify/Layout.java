package org.greater4j.app.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ways in which expected values are laid out. */
enum Layout {
    BLOCK_FILE("block file", "type names, each with type_id, block_size, block_bytes, raw, float32_le"),
    MODEL_FILE("model file", "model_sha256, encode, chat, allowed_token_count, language_model"),
    STEP_FILE("step file", "model_sha256, settings, frames, initial, steps, final_prompt_ids"),
    TOKENIZER_FOLDER("tokenizer folder", "tokenizer.json, expected.json with encode, chat"),
    MODEL_FOLDER("model folder", "config.json, safetensors, expected.json with cases");

    private final String label;
    private final String content;

    Layout(String label, String content) {
        this.label = label;
        this.content = content;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** The layout of a file's content, guessed from few keys, so that a missing one can be named; null if there is none. */
    static @Nullable Layout of(JsonNode root) {
        if (root.has("steps") || root.has("frames")) {
            return STEP_FILE;
        }
        if (root.has("language_model") || root.has("allowed_token_count")) {
            return MODEL_FILE;
        }
        if (root.has("encode") && root.has("chat")) {
            return TOKENIZER_FOLDER;
        }
        if (root.has("family") && root.has("cases")) {
            return MODEL_FOLDER;
        }
        for (JsonNode value : root) {
            if (value.has("type_id") || value.has("float32_le")) {
                return BLOCK_FILE;
            }
        }
        return null;
    }

    /** All layouts and what makes them, for messages. */
    static String known() {
        return Arrays.stream(values())
                .map(layout -> layout.label + " (" + layout.content + ")")
                .collect(Collectors.joining(", "));
    }
}
