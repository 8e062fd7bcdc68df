package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;

/**
 * A text model whose continuation of a text is a function of that text. It keeps to the plan as an engine does: limits, stops, the end
 * token.
 */
final class WordModel implements TextModel {
    static final String END = "<end>";

    /** ASCII characters, then some longer tokens, longest first where they overlap; the last one is special. */
    static final class Pieces implements Tokenizer {
        private static final List<String> LONGER = List.of(".\"", "Yes", "No", END);

        @Override
        public int[] encode(String text) {
            List<Integer> ids = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                int start = at;
                int longer = LONGER.stream()
                        .filter(piece -> text.startsWith(piece, start))
                        .findFirst()
                        .map(LONGER::indexOf)
                        .orElse(-1);
                ids.add(longer < 0 ? text.charAt(at) : 128 + longer);
                at += longer < 0 ? 1 : LONGER.get(longer).length();
            }
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public String decode(int... ids) {
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(id < 128 ? String.valueOf((char) id) : LONGER.get(id - 128));
            }
            return text.toString();
        }

        @Override
        public int vocabularySize() {
            return 128 + LONGER.size();
        }

        @Override
        public boolean isSpecial(int id) {
            return id == vocabularySize() - 1;
        }
    }

    private final Pieces tokenizer = new Pieces();
    private final Function<String, String> continuation;
    final List<GenerationPlan> plans = new ArrayList<>();

    /** @param continuation what follows a text: after a turn the chain, after turn, chain and extractor the answer */
    WordModel(Function<String, String> continuation) {
        this.continuation = continuation;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("words", "function", "", "", 0, 1 << 20, "float32", "cpu", Map.of());
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ChatTemplate chatTemplate() {
        return (messages, addGenerationPrompt) -> {
            StringBuilder chat = new StringBuilder();
            messages.forEach(message -> chat.append(message.role())
                    .append(": ")
                    .append(message.content())
                    .append(END));
            return chat + (addGenerationPrompt ? "assistant: " : "");
        };
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        plans.add(plan);
        List<Generation> generations = new ArrayList<>();
        for (int[] turn : turns) {
            String text = tokenizer.decode(turn);
            int[] written = tokenizer.encode(continuation.apply(text));
            boolean ended = written.length < plan.maxNewTokens();
            int[] chain = ended ? written : Arrays.copyOf(written, plan.maxNewTokens());
            String led = text + tokenizer.decode(chain) + tokenizer.decode(plan.lead());
            int[] reply = tokenizer.encode(continuation.apply(led));
            int length = 0;
            while (length < Math.min(reply.length, plan.maxAnswerTokens())
                    && (length == 0 || !plan.answerStops().get(reply[length - 1]))) {
                length++;
            }
            generations.add(new Generation(chain, ended, Arrays.copyOf(reply, length)));
            finished.accept(generations.size());
        }
        return generations;
    }

    @Override
    public Cost cost() {
        return Cost.NONE;
    }

    @Override
    public void close() {}
}
