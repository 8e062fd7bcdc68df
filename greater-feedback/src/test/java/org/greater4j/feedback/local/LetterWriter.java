package org.greater4j.feedback.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Draws;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.LetterTokenizer;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;

/** Writes letters that are drawn by the seeds of its plan; takes no system message; keeps what it was asked. */
final class LetterWriter implements TextModel {
    static final int CONTEXT = 40;

    final List<List<int[]>> batches = new ArrayList<>();
    final List<GenerationPlan> plans = new ArrayList<>();

    @Override
    public ModelInfo info() {
        return new ModelInfo("letters", "none", "nowhere", "0", 1, CONTEXT, "float32", "cpu", Map.of());
    }

    @Override
    public Tokenizer tokenizer() {
        return new LetterTokenizer();
    }

    @Override
    public ChatTemplate chatTemplate() {
        return (messages, addGenerationPrompt) -> {
            if (messages.get(0).role().equals("system")) {
                throw new GreaterException(ErrorCode.TEMPLATE_REFUSED, "no system message");
            }
            StringBuilder chat = new StringBuilder();
            messages.forEach(message -> chat.append(message.content()).append('.'));
            return chat.toString();
        };
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        batches.add(turns);
        plans.add(plan);
        Draws draws = Objects.requireNonNull(plan.draws());
        List<Generation> written = new ArrayList<>();
        for (int at = 0; at < turns.size(); at++) {
            Random random = new Random(draws.seeds()[at]);
            int[] chain = random.ints(plan.maxNewTokens(), 0, 26).toArray();
            written.add(new Generation(chain, false, new int[0]));
            finished.accept(written.size());
        }
        return written;
    }

    @Override
    public Cost cost() {
        return Cost.NONE;
    }

    @Override
    public void close() {
        throw new IllegalStateException("closed by one who does not own it");
    }
}
