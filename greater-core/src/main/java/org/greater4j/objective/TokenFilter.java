package org.greater4j.objective;

import java.util.BitSet;
import org.greater4j.text.Tokenizer;

/**
 * The tokens that a prompt may be made of: printable ASCII words.
 *
 * <p>A token passes if it is not special and its text, less its spaces, is letters a–z or A–Z, or one full stop or comma. Spaces may
 * stand around the word, not inside it (method: step 1, Propose).
 */
public final class TokenFilter {
    private TokenFilter() {}

    /** The allowed ids of a vocabulary; one decoding per id, so keep the result. */
    public static BitSet allowed(Tokenizer tokenizer) {
        BitSet allowed = new BitSet(tokenizer.vocabularySize());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            if (!tokenizer.isSpecial(id) && isWord(tokenizer.decode(id))) {
                allowed.set(id);
            }
        }
        return allowed;
    }

    static boolean isWord(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        if (start == end) {
            return false;
        }
        if (end - start == 1 && (text.charAt(start) == '.' || text.charAt(start) == ',')) {
            return true;
        }
        for (int at = start; at < end; at++) {
            char letter = text.charAt(at);
            boolean ascii = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            if (!ascii) {
                return false;
            }
        }
        return true;
    }
}
