package org.greater4j.optimize;

import java.util.Arrays;
import org.greater4j.text.Tokenizer;

/** Ids 0 to 25 are the words " a" to " z", 26 is the full stop, 27 the underscore. */
public final class LetterTokenizer implements Tokenizer {
    public static final int STOP = 26;
    public static final int UNDERSCORE = 27;

    @Override
    public int[] encode(String text) {
        int[] ids = new int[text.length()];
        int length = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == '.') {
                ids[length++] = STOP;
            } else if (letter == '_') {
                ids[length++] = UNDERSCORE;
            } else if (letter >= 'a' && letter <= 'z') {
                ids[length++] = letter - 'a';
            }
        }
        return Arrays.copyOf(ids, length);
    }

    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(id == STOP ? "." : id == UNDERSCORE ? "_" : " " + (char) ('a' + id));
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return 28;
    }

    @Override
    public boolean isSpecial(int id) {
        return false;
    }
}
