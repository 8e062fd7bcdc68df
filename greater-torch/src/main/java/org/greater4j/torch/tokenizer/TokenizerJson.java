package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a {@code tokenizer.json} besides what the native library makes of it. Read as a stream, for the merges of a
 * large vocabulary would be millions of objects.
 *
 * @param vocabularySize one more than the largest id
 * @param added text and id of the added tokens
 */
record TokenizerJson(int vocabularySize, Map<String, Integer> added) {
    static TokenizerJson read(String json, String source) {
        try (JsonParser in = new JsonFactory().createParser(json)) {
            int size = 0;
            Map<String, Integer> added = new HashMap<>();
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid(source, "expected a JSON object", null);
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("added_tokens") && in.currentToken() == JsonToken.START_ARRAY) {
                    added.putAll(addedTokens(in));
                } else if (field.equals("model") && in.currentToken() == JsonToken.START_OBJECT) {
                    size = modelSize(in);
                } else {
                    in.skipChildren();
                }
            }
            for (int id : added.values()) {
                size = Math.max(size, id + 1);
            }
            if (size == 0) {
                throw invalid(source, "expected a vocabulary in model.vocab, found none", null);
            }
            return new TokenizerJson(size, added);
        } catch (IOException e) {
            throw invalid(source, e.getMessage(), e);
        }
    }

    private static GreaterException invalid(String source, @Nullable String problem, @Nullable Throwable cause) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Tokenizer " + source + ": " + problem, cause);
    }

    private static Map<String, Integer> addedTokens(JsonParser in) throws IOException {
        Map<String, Integer> added = new HashMap<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            int id = -1;
            String content = "";
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("id")) {
                    id = in.getValueAsInt(-1);
                } else if (field.equals("content")) {
                    content = in.getValueAsString("");
                }
                in.skipChildren();
            }
            if (id >= 0) {
                added.put(content, id);
            }
        }
        return added;
    }

    /** Largest id of the vocabulary, plus one: a map from text to id, or (Unigram) a list in the order of ids. */
    private static int modelSize(JsonParser in) throws IOException {
        int size = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            JsonToken start = in.nextToken();
            if (field.equals("vocab") && start == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    in.nextToken();
                    size = Math.max(size, in.getValueAsInt(-1) + 1);
                    in.skipChildren();
                }
            } else if (field.equals("vocab") && start == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY && in.currentToken() != null) {
                    size++;
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
        }
        return size;
    }

    BitSet addedIds() {
        BitSet ids = new BitSet();
        added.values().forEach(ids::set);
        return ids;
    }
}
