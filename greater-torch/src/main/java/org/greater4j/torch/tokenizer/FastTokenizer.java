package org.greater4j.torch.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import org.greater4j.text.Tokenizer;

/** A tokenizer described by a {@code tokenizer.json}; holds native memory until it is closed. */
public final class FastTokenizer implements Tokenizer, AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final int vocabularySize;
    private final BitSet special;

    /**
     * @param json the text of a {@code tokenizer.json}
     * @param special ids of special and added tokens
     */
    public FastTokenizer(String json, int vocabularySize, BitSet special) {
        this.vocabularySize = vocabularySize;
        this.special = (BitSet) special.clone();
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try {
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), options);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a tokenizer", e);
        }
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] wide = tokenizer.encode(text, false, false).getIds();
        int[] ids = new int[wide.length];
        for (int at = 0; at < ids.length; at++) {
            ids[at] = Math.toIntExact(wide[at]);
        }
        return ids;
    }

    @Override
    public String decode(int... ids) {
        if (ids.length == 0) {
            return "";
        }
        long[] wide = new long[ids.length];
        for (int at = 0; at < ids.length; at++) {
            wide[at] = ids[at];
        }
        return tokenizer.decode(wide, false);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public boolean isSpecial(int id) {
        return special.get(id);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
