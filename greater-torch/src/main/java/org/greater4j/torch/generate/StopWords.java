package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.List;
import org.greater4j.text.Tokenizer;

/** Texts that end a chain as soon as it holds one of them. */
public final class StopWords {
    /** None: nothing ends a chain but its end token and its limit. */
    public static final StopWords NONE = new StopWords(List.of(), (ids, length) -> "");

    private final List<String> words;
    private final Tail tail;

    /** The text of a chain's last tokens, enough of them for the longest word. */
    @FunctionalInterface
    private interface Tail {
        String of(int[] tokens, int length);
    }

    private StopWords(List<String> words, Tail tail) {
        this.words = words;
        this.tail = tail;
    }

    /** @param words none is empty */
    public static StopWords of(List<String> words, Tokenizer tokenizer) {
        if (words.isEmpty()) {
            return NONE;
        }
        // a token is at least a byte, and a character at most four: so many tokens hold the longest word wherever it
        // begins
        int most = 4 * words.stream().mapToInt(String::length).max().orElseThrow() + 1;
        return new StopWords(
                List.copyOf(words),
                (ids, length) -> tokenizer.decode(Arrays.copyOfRange(ids, Math.max(0, length - most), length)));
    }

    /** Whether the first {@code length} tokens end with text that holds a word. */
    boolean holds(int[] tokens, int length) {
        if (words.isEmpty()) {
            return false;
        }
        String text = tail.of(tokens, length);
        return words.stream().anyMatch(text::contains);
    }
}
