package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens that a folder's {@code tokenizer_config.json} and {@code special_tokens_map.json} name, by their roles.
 *
 * @param byRole text of a token, such as that of {@code bos_token}
 * @param additional texts of further ones
 * @param described tokens with their settings, by id, from {@code added_tokens_decoder}
 */
record NamedTokens(Map<String, String> byRole, List<String> additional, Map<Integer, JsonNode> described) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");
    private static final List<String> SETTINGS = List.of("single_word", "lstrip", "rstrip", "normalized", "special");

    /** Collects what the two files say; what stands in the first counts. */
    static NamedTokens of(JsonNode config, JsonNode map) {
        Map<String, String> byRole = new LinkedHashMap<>();
        for (String role : ROLES) {
            put(byRole, role, config.path(role));
            put(byRole, role, map.path(role));
        }
        // models name tokens of their own here, and their templates use these names
        JsonNode extra = config.path("extra_special_tokens");
        extra.properties().forEach(entry -> put(byRole, entry.getKey(), entry.getValue()));
        Set<String> additional = new LinkedHashSet<>();
        JsonNode listed = config.path("additional_special_tokens");
        for (JsonNode list : List.of(listed.isArray() ? listed : map.path("additional_special_tokens"), extra)) {
            for (JsonNode token : list.isArray() ? list : List.<JsonNode>of()) {
                String text = text(token);
                if (text != null) {
                    additional.add(text);
                }
            }
        }
        Map<Integer, JsonNode> described = new TreeMap<>();
        config.path("added_tokens_decoder").properties().forEach(entry -> {
            if (entry.getKey().matches("\\d{1,8}") && text(entry.getValue()) != null) {
                described.put(Integer.valueOf(entry.getKey()), entry.getValue());
            }
        });
        return new NamedTokens(byRole, List.copyOf(additional), described);
    }

    private static void put(Map<String, String> byRole, String role, JsonNode token) {
        String text = text(token);
        if (text != null) {
            byRole.putIfAbsent(role, text);
        }
    }

    /** A token stands there as a string, or as an object with a field {@code content}. */
    private static @Nullable String text(JsonNode token) {
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() && !text.asText().isEmpty() ? text.asText() : null;
    }

    @Nullable
    String text(String role) {
        return byRole.get(role);
    }

    /** What a chat template may call by name. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>(byRole);
        if (!additional.isEmpty()) {
            variables.put("additional_special_tokens", additional);
        }
        return variables;
    }

    /** Texts of all these tokens. */
    Set<String> texts() {
        Set<String> texts = new LinkedHashSet<>(byRole.values());
        texts.addAll(additional);
        described.values().forEach(token -> texts.add(String.valueOf(text(token))));
        return texts;
    }

    /**
     * Adds to a {@code tokenizer.json} the tokens that it doesn't know to be special, as transformers does when it reads a folder: those
     * in its vocabulary, and those that come right after it.
     *
     * @return the same text if there is nothing to add
     */
    String addMissing(String json, TokenizerJson facts) {
        Map<String, JsonNode> missing = new LinkedHashMap<>();
        int next = facts.vocabularySize();
        for (Map.Entry<Integer, JsonNode> token : described.entrySet()) {
            String text = String.valueOf(text(token.getValue()));
            if (!facts.added().containsKey(text)
                    && (facts.found().containsKey(text) || token.getKey().equals(next))) {
                missing.put(text, token.getValue());
                next += facts.found().containsKey(text) ? 0 : 1;
            }
        }
        List<String> plain = new ArrayList<>(byRole.values());
        plain.addAll(additional);
        for (String text : plain) {
            if (!facts.added().containsKey(text) && facts.found().containsKey(text)) {
                missing.putIfAbsent(text, MAPPER.createObjectNode().put("special", true));
            }
        }
        return missing.isEmpty() ? json : withTokens(json, facts, missing);
    }

    private static String withTokens(String json, TokenizerJson facts, Map<String, JsonNode> tokens) {
        try {
            ObjectNode root = (ObjectNode) MAPPER.readTree(json);
            ArrayNode added =
                    root.path("added_tokens") instanceof ArrayNode list ? list : root.putArray("added_tokens");
            int next = facts.vocabularySize();
            for (Map.Entry<String, JsonNode> token : tokens.entrySet()) {
                Integer id = facts.found().get(token.getKey());
                ObjectNode entry =
                        added.addObject().put("id", id != null ? id : next++).put("content", token.getKey());
                for (String setting : SETTINGS) {
                    entry.put(setting, token.getValue().path(setting).asBoolean(false));
                }
            }
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // it was read before
        }
    }
}
