package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;

/** A model of one token a character that knows every question of a task and answers it as it is told. */
final class ScriptedModel implements TextModel {
    private static final int END = 0x10000;

    private final Map<String, Example> questions = new HashMap<>();
    private final Function<Example, String> reply;

    private ScriptedModel(Task task, Function<Example, String> reply) {
        this.reply = reply;
        for (Example example : task.examples()) {
            questions.put("<" + example.question() + ">", example);
        }
    }

    /** How a model fares on all examples of a task that replies to each after the extractor. */
    static Evaluation evaluate(Task task, Function<Example, String> reply) {
        ScriptedModel model = new ScriptedModel(task, reply);
        Framing framing = new Framing(model.tokenizer(), model.chatTemplate(), Placement.AFTER_QUESTION);
        return new Evaluator(model, framing, task, 10).evaluate("", task.examples());
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        List<Generation> generations = new ArrayList<>();
        for (int[] turn : turns) {
            Example example = Objects.requireNonNull(questions.get(tokenizer().decode(turn)));
            int[] written = tokenizer().encode(reply.apply(example));
            int length = 0;
            while (length < Math.min(written.length, plan.maxAnswerTokens())
                    && (length == 0 || !plan.answerStops().get(written[length - 1]))) {
                length++;
            }
            generations.add(new Generation(new int[] {'.'}, true, Arrays.copyOf(written, length)));
        }
        return generations;
    }

    @Override
    public Tokenizer tokenizer() {
        return new Tokenizer() {
            @Override
            public int[] encode(String text) {
                return text.chars().toArray();
            }

            @Override
            public String decode(int... ids) {
                StringBuilder text = new StringBuilder();
                for (int id : ids) {
                    text.append(id == END ? "" : String.valueOf((char) id));
                }
                return text.toString();
            }

            @Override
            public int vocabularySize() {
                return END + 1;
            }

            @Override
            public boolean isSpecial(int id) {
                return id == END;
            }
        };
    }

    @Override
    public ChatTemplate chatTemplate() {
        return (messages, addGenerationPrompt) -> {
            StringBuilder chat = new StringBuilder();
            messages.forEach(
                    message -> chat.append('<').append(message.content()).append('>'));
            return chat.toString();
        };
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("script", "script", "", "", 0, 1 << 20, "float32", "cpu", Map.of());
    }

    @Override
    public Cost cost() {
        return Cost.NONE;
    }

    @Override
    public void close() {}
}
