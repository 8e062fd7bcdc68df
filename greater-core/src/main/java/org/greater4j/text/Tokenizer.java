package org.greater4j.text;

/**
 * Maps text to token ids and back, as the model's own tokenizer does. Thread-safe.
 *
 * <p>Encoding adds no token of its own: what a model wants at the start of a text stands in its {@link ChatTemplate}. The text of a
 * special token inside a text becomes that token, as in the programs that users run.
 */
public interface Tokenizer {
    /** Ids of a text; the empty text has none. */
    int[] encode(String text);

    /** Text of some ids, special tokens included; a sequence of bytes that is no text becomes U+FFFD. */
    String decode(int... ids);

    /** V, the number of ids; every id is at least 0 and below it. */
    int vocabularySize();

    /** Whether an id stands for a special or added token, which no prompt may use. */
    boolean isSpecial(int id);
}
