package org.greater4j.torch.family;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All families, by the names that files give them. */
public final class Families {
    /** By {@code model_type} in {@code config.json}. */
    static final Map<String, Family> HUGGING_FACE = Map.of(
            "llama", new Llama(),
            "mistral", new Mistral(),
            "qwen2", new Qwen2(),
            "qwen3", new Qwen3(),
            "gemma2", new Gemma2(),
            "gemma3_text", new Gemma3(),
            "phi3", new Phi3(),
            "olmo2", new Olmo2(),
            "smollm3", new SmolLm3());

    /** By {@code general.architecture} in GGUF. Llama, SmolLM2 and Mistral share one. */
    static final Map<String, Family> GGUF = Map.of(
            "llama", new Llama(),
            "qwen2", new Qwen2(),
            "qwen3", new Qwen3(),
            "gemma2", new Gemma2(),
            "gemma3", new Gemma3(),
            "phi3", new Phi3(),
            "olmo2", new Olmo2(),
            "smollm3", new SmolLm3());

    private Families() {}

    /** The {@code model_type}s of folders that can be read, in alphabetical order. */
    public static List<String> modelTypes() {
        return List.copyOf(new TreeMap<>(HUGGING_FACE).keySet());
    }

    /** The {@code general.architecture}s of GGUF files that can be read, in alphabetical order. */
    public static List<String> architectures() {
        return List.copyOf(new TreeMap<>(GGUF).keySet());
    }
}
