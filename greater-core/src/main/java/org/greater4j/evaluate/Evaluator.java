package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;

/**
 * Measures prompts by what a model generates: it reasons, is led to its answer by the extractor, and the answer is read and judged.
 *
 * <p>Nothing of the right answer reaches the model, unlike in training, where it is fed to take the loss. As thread-safe as its model.
 */
public final class Evaluator {
    /** What a reply may be longer than the longest right answer: a currency sign, separators, a fraction, the closing quote. */
    private static final int SPARE_ANSWER_TOKENS = 8;

    private final TextModel model;
    private final Framing framing;
    private final Task task;
    private final GenerationPlan plan;

    /**
     * @param framing writes the turns; its tokenizer must be the model's
     * @param task says what the extractor is, how answers are read, and by its examples how long they can be
     * @param maxNewTokens most tokens of a reasoning chain, at least 1
     */
    public Evaluator(TextModel model, Framing framing, Task task, int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("evaluator: expected maxNewTokens of at least 1, found " + maxNewTokens);
        }
        this.model = model;
        this.framing = framing;
        this.task = task;
        Tokenizer tokenizer = framing.tokenizer();
        this.plan = new GenerationPlan(
                maxNewTokens,
                tokenizer.encode(task.extractor()),
                longestAnswer(task, tokenizer) + SPARE_ANSWER_TOKENS,
                answerStops(tokenizer));
    }

    /**
     * Asks every example with a prompt.
     *
     * @param promptText put into the turn as it is (see {@link Framing#spell}); the empty text asks the bare questions
     * @param examples of the task, at least one
     * @param finished told the number of finished examples, whenever it grows; may end the work by throwing
     * @throws GreaterException ({@code INVALID_OPTION}) without examples, or ({@code CONTEXT_TOO_SHORT}) from the model
     */
    public Evaluation evaluate(String promptText, List<Example> examples, IntConsumer finished) {
        if (examples.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "evaluation on " + task.name()
                            + ": expected at least one example, found none; ask for a larger split");
        }
        return evaluateAll(List.of(promptText), examples, finished).get(0);
    }

    /**
     * Asks every example with every prompt, as one batch: the weights are read once for all of them.
     *
     * @param finished told the number of finished pairs of prompt and example
     * @return one evaluation per prompt, in order
     */
    public List<Evaluation> evaluateAll(List<String> promptTexts, List<Example> examples, IntConsumer finished) {
        List<int[]> turns = new ArrayList<>(promptTexts.size() * examples.size());
        for (String promptText : promptTexts) {
            for (Example example : examples) {
                turns.add(framing.encodeTurn(example.question(), promptText));
            }
        }
        Iterator<Generation> generations = model.generate(turns, plan, finished).iterator();
        List<Evaluation> evaluations = new ArrayList<>(promptTexts.size());
        for (int prompt = 0; prompt < promptTexts.size(); prompt++) {
            List<ExampleOutcome> outcomes = new ArrayList<>(examples.size());
            for (Example example : examples) {
                outcomes.add(outcome(example, generations.next()));
            }
            evaluations.add(new Evaluation(outcomes));
        }
        return evaluations;
    }

    /** Like {@link #evaluate(String, List, IntConsumer)}, telling nobody how far it is. */
    public Evaluation evaluate(String promptText, List<Example> examples) {
        return evaluate(promptText, examples, finished -> {});
    }

    private ExampleOutcome outcome(Example example, Generation generation) {
        Tokenizer tokenizer = framing.tokenizer();
        int[] ids = generation.answer();
        int length = ids.length;
        while (length > 0 && tokenizer.isSpecial(ids[length - 1])) {
            length--;
        }
        String answer = tokenizer.decode(Arrays.copyOf(ids, length));
        return new ExampleOutcome(
                example.id(),
                task.answerFormat().judge(example.answer(), answer),
                tokenizer.decode(generation.chain()),
                answer,
                generation.chain().length,
                generation.ended());
    }

    private static int longestAnswer(Task task, Tokenizer tokenizer) {
        int longest = 0;
        for (Example example : task.examples()) {
            longest = Math.max(longest, tokenizer.encode(example.answer()).length);
        }
        return longest;
    }

    /** Ids that close an answer: the quote and the line's end, alone or merged with other characters, and every special token. */
    private static BitSet answerStops(Tokenizer tokenizer) {
        BitSet stops = new BitSet(tokenizer.vocabularySize());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            String text = tokenizer.decode(id);
            stops.set(id, tokenizer.isSpecial(id) || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0);
        }
        return stops;
    }
}
