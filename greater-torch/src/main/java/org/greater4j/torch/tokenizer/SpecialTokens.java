package org.greater4j.torch.tokenizer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts of a model's special tokens by their roles, as its chat template calls them. */
record SpecialTokens(
        @Nullable String begin,
        @Nullable String end,
        @Nullable String unknown,
        @Nullable String padding) {
    /** {@code bos_token}, {@code eos_token}, {@code unk_token} and {@code pad_token}, as far as there are such. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, "bos_token", begin);
        put(variables, "eos_token", end);
        put(variables, "unk_token", unknown);
        put(variables, "pad_token", padding);
        return variables;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String token) {
        if (token != null) {
            variables.put(name, token);
        }
    }
}
