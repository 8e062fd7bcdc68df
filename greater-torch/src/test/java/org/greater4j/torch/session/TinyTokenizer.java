package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.text.Tokenizer;

/** Words of one or two letters with a space in front, punctuation, and a few special tokens that end texts. */
final class TinyTokenizer implements Tokenizer {
    static final int FULL_STOP = 4;
    static final int FILLER = 6;
    /** Ids of words begin here. */
    static final int WORDS = 8;

    private static final List<String> FIRST = List.of("<end>", "<turn>", "<pad>", "<x>", ".", ",", "_", "\"");
    private static final Pattern PIECE = Pattern.compile("<[a-z]+>| [a-z]+|[.,_\"]");

    private final List<String> texts = new ArrayList<>(FIRST);
    private final Map<String, Integer> ids = new HashMap<>();

    TinyTokenizer(int vocabulary) {
        for (int word = 0; texts.size() < vocabulary; word++) {
            texts.add(word < 26 ? " " + letter(word) : " " + letter(word / 26 - 1) + letter(word % 26));
        }
        for (int id = 0; id < vocabulary; id++) {
            ids.put(texts.get(id), id);
        }
    }

    @Override
    public int[] encode(String text) {
        List<Integer> encoded = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            Integer id = ids.get(matcher.group());
            if (id == null) {
                throw new IllegalArgumentException("no token for '" + matcher.group() + "'");
            }
            encoded.add(id);
        }
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String decode(int... decoded) {
        StringBuilder text = new StringBuilder();
        for (int id : decoded) {
            text.append(texts.get(id));
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return texts.size();
    }

    @Override
    public boolean isSpecial(int id) {
        return id < FULL_STOP;
    }

    private static char letter(int index) {
        return (char) ('a' + index);
    }
}
