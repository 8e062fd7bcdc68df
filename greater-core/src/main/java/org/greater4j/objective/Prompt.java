package org.greater4j.objective;

import java.util.Arrays;
import org.greater4j.text.Tokenizer;

/**
 * The prompt that is optimised: L token ids and the text they decode to. Equal by ids, which are the state; the text is for people.
 */
public final class Prompt {
    private final int[] ids;
    private final String text;

    private Prompt(int[] ids, String text) {
        this.ids = ids;
        this.text = text;
    }

    /** A prompt out of ids; whether its text encodes to the same ids again is for {@link Framing#roundTrips} to say. */
    public static Prompt of(int[] ids, Tokenizer tokenizer) {
        return of(ids, tokenizer.decode(ids));
    }

    /** A prompt out of ids and the text that they are known to decode to. */
    public static Prompt of(int[] ids, String text) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("expected at least one token, found none");
        }
        return new Prompt(ids.clone(), text);
    }

    /** The same prompt with another token at a position. */
    public Prompt with(int position, int id, Tokenizer tokenizer) {
        int[] changed = ids.clone();
        changed[position] = id;
        return of(changed, tokenizer);
    }

    /** The ids, a copy. */
    public int[] ids() {
        return ids.clone();
    }

    public int id(int position) {
        return ids[position];
    }

    /** L, the number of tokens. */
    public int length() {
        return ids.length;
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prompt prompt && Arrays.equals(ids, prompt.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return text;
    }
}
