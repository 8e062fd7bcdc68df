package org.greater4j.torch.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.format.GgufMetadata;

/**
 * The tokens of a GGUF file.
 *
 * @param tokens texts in the order of ids
 * @param types one for each token, or empty if all are normal
 * @param ids of the texts; of a text that stands twice, the first
 */
record GgufVocabulary(List<String> tokens, long[] types, Map<String, Integer> ids) {
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;
    /** Runs of spaces, the longest tokens of real vocabularies, have some hundreds; time to find merges grows with the square of it. */
    private static final int LONGEST_TOKEN = 1000;

    static GgufVocabulary read(GgufMetadata metadata) {
        List<String> tokens = metadata.requiredStrings("tokenizer.ggml.tokens");
        long[] types = metadata.integers("tokenizer.ggml.token_type");
        if (tokens.isEmpty()) {
            throw invalid(metadata, "expected some tokens in key tokenizer.ggml.tokens, found none");
        }
        if (types.length != 0 && types.length != tokens.size()) {
            throw invalid(
                    metadata,
                    "expected " + tokens.size() + " types, one for each token, in key tokenizer.ggml.token_type, found "
                            + types.length);
        }
        Map<String, Integer> ids = new HashMap<>(tokens.size() * 2);
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).length() > LONGEST_TOKEN) {
                throw invalid(
                        metadata,
                        "expected tokens of at most " + LONGEST_TOKEN
                                + " characters in key tokenizer.ggml.tokens, found one of "
                                + tokens.get(id).length() + " at id " + id);
            }
            ids.putIfAbsent(tokens.get(id), id);
        }
        return new GgufVocabulary(tokens, types, ids);
    }

    static GreaterException invalid(GgufMetadata metadata, String problem) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Tokenizer of " + metadata.file() + ": " + problem);
    }

    String text(GgufMetadata metadata, String key, long id) {
        if (id < 0 || id >= tokens.size()) {
            throw invalid(metadata, "expected an id below " + tokens.size() + " in key " + key + ", found " + id);
        }
        return tokens.get((int) id);
    }

    private boolean isType(int id, int type) {
        return types.length > 0 && types[id] == type;
    }

    /** Whether a token is looked for in the text as it is, before anything else. */
    boolean isMatchedFirst(int id) {
        return isType(id, CONTROL) || isType(id, USER_DEFINED) || isType(id, UNKNOWN);
    }

    boolean isControl(int id) {
        return isType(id, CONTROL) || isType(id, UNKNOWN);
    }

    boolean isByte(int id) {
        return isType(id, BYTE);
    }

    boolean isUnused(int id) {
        return isType(id, UNUSED);
    }

    /**
     * Ids that no text should be made of: special and unused ones, and second ids of one text. White space that a file defines by itself,
     * as Gemma does with line breaks and runs of spaces, is text like any other.
     */
    BitSet notForText() {
        BitSet set = new BitSet(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            boolean second = ids.getOrDefault(tokens.get(id), id) != id;
            boolean space = isType(id, USER_DEFINED) && tokens.get(id).isBlank();
            set.set(id, second || (isMatchedFirst(id) && !space) || isUnused(id));
        }
        return set;
    }
}
