package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.text.Tokenizer;

/** The vocabulary of a {@link RandomModel}: id 0 is the filler {@code _}, all others are words of letters with a space in front. */
final class RandomWords implements Tokenizer {
    private static final int LETTERS = 26;

    private final int size;

    RandomWords(int size) {
        this.size = size;
    }

    @Override
    public int[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at++;
            if (text.charAt(start) == '_') {
                ids.add(0);
                continue;
            }
            int id = 0;
            while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
                id = id * LETTERS + text.charAt(at++) - 'a' + 1;
            }
            if (text.charAt(start) != ' ' || id == 0 || id >= size) {
                throw new IllegalArgumentException(
                        "expected words of the vocabulary, found '" + text.substring(start, at) + "'");
            }
            ids.add(id);
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(id == 0 ? "_" : word(id));
        }
        return text.toString();
    }

    // numbers to the base of 26 with digits from a to z and no zero
    private static String word(int id) {
        StringBuilder word = new StringBuilder();
        for (int rest = id; rest > 0; rest = (rest - 1) / LETTERS) {
            word.insert(0, (char) ('a' + (rest - 1) % LETTERS));
        }
        return word.insert(0, ' ').toString();
    }

    @Override
    public int vocabularySize() {
        return size;
    }

    @Override
    public boolean isSpecial(int id) {
        return false;
    }
}
