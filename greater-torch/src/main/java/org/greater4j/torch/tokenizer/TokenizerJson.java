package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a {@code tokenizer.json} besides what the native library makes of it. Read as a stream, for the merges of a
 * large vocabulary would be millions of objects.
 *
 * @param vocabularySize one more than the largest id
 * @param added text and id of the added tokens
 * @param special ids of the added tokens that are no plain text
 * @param found id of each text that was asked for and is in the vocabulary or added
 */
record TokenizerJson(int vocabularySize, Map<String, Integer> added, BitSet special, Map<String, Integer> found) {
    /** No vocabulary is near to it; a bound for what one number in a file may make the program allocate. */
    private static final int LARGEST_VOCABULARY = 1 << 24;

    private static final Set<String> COMPONENTS =
            Set.of("normalizer", "pre_tokenizer", "post_processor", "decoder", "truncation", "padding");
    /** Of a field that stands twice the native library might take the other one. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /**
     * Reads and checks a file.
     *
     * @param asked texts whose ids are wanted
     * @throws GreaterException ({@code INVALID_MODEL}) if it is no JSON of this kind; ({@code UNSUPPORTED_MODEL}) for parts that the
     *     native library would not survive
     */
    static TokenizerJson read(String json, String source, Set<String> asked) {
        Reader reader = new Reader(asked);
        Set<String> fields = new HashSet<>();
        try (JsonParser in = MAPPER.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid(source, "expected a JSON object", null);
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                if (!fields.add(in.currentName())) {
                    throw invalid(source, "expected every field once, found " + in.currentName() + " twice", null);
                }
                reader.field(in);
            }
        } catch (IOException e) {
            throw invalid(source, e.getMessage(), e);
        }
        if (reader.largest < 0) {
            throw invalid(source, "expected a vocabulary in model.vocab, found none", null);
        }
        if (reader.largest >= LARGEST_VOCABULARY) {
            throw invalid(source, "expected ids below " + LARGEST_VOCABULARY + ", found " + reader.largest, null);
        }
        TokenizerComponents.check(reader.components, source);
        return new TokenizerJson((int) reader.largest + 1, reader.added, reader.special, reader.found);
    }

    private static GreaterException invalid(String source, @Nullable String problem, @Nullable Throwable cause) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Tokenizer " + source + ": " + problem, cause);
    }

    private static final class Reader {
        private final Set<String> asked;
        private final Map<String, Integer> added = new HashMap<>();
        private final Map<String, Integer> found = new HashMap<>();
        private final Map<String, JsonNode> components = new LinkedHashMap<>();
        private final BitSet special = new BitSet();
        private long largest = -1;

        Reader(Set<String> asked) {
            this.asked = asked;
        }

        private void field(JsonParser in) throws IOException {
            String field = in.currentName();
            JsonToken start = in.nextToken();
            if (field.equals("added_tokens") && start == JsonToken.START_ARRAY) {
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    addedToken(in);
                }
            } else if (field.equals("model") && start == JsonToken.START_OBJECT) {
                model(in);
            } else if (COMPONENTS.contains(field)) {
                components.put(field, MAPPER.readTree(in));
            } else {
                in.skipChildren();
            }
        }

        private void addedToken(JsonParser in) throws IOException {
            long id = -1;
            String content = "";
            boolean isSpecial = true;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "id" -> id = in.getValueAsLong(-1);
                    case "content" -> content = in.getValueAsString("");
                    case "special" -> isSpecial = in.getValueAsBoolean(true);
                    default -> {}
                }
                in.skipChildren();
            }
            largest = Math.max(largest, id);
            if (id >= 0 && id < LARGEST_VOCABULARY) {
                added.put(content, (int) id);
                // white space that a file adds by itself, as Gemma does with line breaks, is text like any other
                special.set((int) id, isSpecial || !content.isBlank() || content.isEmpty());
                note(content, id);
            }
        }

        private void note(String text, long id) {
            if (asked.contains(text) && id >= 0 && id < LARGEST_VOCABULARY) {
                found.put(text, (int) id);
            }
        }

        /** The vocabulary, a map from text to id or (Unigram) a list in the order of ids, and the settings beside it. */
        private void model(JsonParser in) throws IOException {
            ObjectNode settings = MAPPER.createObjectNode();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                JsonToken start = in.nextToken();
                if (field.equals("vocab") && start == JsonToken.START_OBJECT) {
                    while (in.nextToken() == JsonToken.FIELD_NAME) {
                        String text = in.currentName();
                        in.nextToken();
                        long id = in.getValueAsLong(-1);
                        largest = Math.max(largest, id);
                        note(text, id);
                        in.skipChildren();
                    }
                } else if (field.equals("vocab") && start == JsonToken.START_ARRAY) {
                    long id = 0;
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        JsonNode piece = MAPPER.readTree(in);
                        note(piece.path(0).asText(""), id);
                        largest = Math.max(largest, id++);
                    }
                } else if (start.isStructStart()) {
                    in.skipChildren();
                } else {
                    settings.set(field, MAPPER.readTree(in));
                }
            }
            components.put("model", settings);
        }
    }
}
