package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.OptionScorer;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Measures prompts by what a model generates: it reasons, is led to its answer by the extractor, and the answer is read and judged.
 *
 * <p>Nothing of the right answer reaches the model, unlike in training, where it is fed to take the loss. Where the model can score options
 * ({@link OptionScorer}) and a question has some, the likeliest one is judged too; it never changes the outcome. An example that fails by
 * itself is an {@linkplain Evaluation#errors error} and no wrong answer. As thread-safe as its model.
 */
public final class Evaluator {
    /** What a reply may be longer than the longest right answer: a currency sign, separators, a fraction, the closing quote. */
    private static final int SPARE_ANSWER_TOKENS = 8;

    private final TextModel model;
    private final Framing framing;
    private final Task task;
    private final GenerationPlan plan;
    private final @Nullable OptionChoice options;

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
                answerStops(tokenizer, task.details().stopWords()));
        this.options = model instanceof OptionScorer scorer ? new OptionChoice(scorer, task, tokenizer) : null;
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
        List<Generation> generations = model.generate(turns, plan, finished);
        List<Evaluation> evaluations = new ArrayList<>(promptTexts.size());
        for (int prompt = 0; prompt < promptTexts.size(); prompt++) {
            int from = prompt * examples.size();
            int to = from + examples.size();
            evaluations.add(evaluation(examples, turns.subList(from, to), generations.subList(from, to)));
        }
        return evaluations;
    }

    /**
     * Asks some pairs of prompt and example, as one batch; options are not scored.
     *
     * @param finished told the number of finished pairs
     * @return one result per pair, in order
     */
    public List<ExampleResult> answer(List<PromptedExample> asked, IntConsumer finished) {
        List<int[]> turns = asked.stream()
                .map(pair -> framing.encodeTurn(pair.example().question(), pair.prompt()))
                .toList();
        List<Generation> generations = model.generate(turns, plan, finished);
        List<ExampleResult> results = new ArrayList<>(asked.size());
        for (int at = 0; at < asked.size(); at++) {
            results.add(result(asked.get(at).example(), generations.get(at), null));
        }
        return results;
    }

    /** Like {@link #evaluate(String, List, IntConsumer)}, telling nobody how far it is. */
    public Evaluation evaluate(String promptText, List<Example> examples) {
        return evaluate(promptText, examples, finished -> {});
    }

    private Evaluation evaluation(List<Example> examples, List<int[]> turns, List<Generation> generations) {
        List<@Nullable Outcome> choices = options == null
                ? Collections.nCopies(examples.size(), null)
                : options.outcomes(examples, turns, generations);
        List<ExampleOutcome> outcomes = new ArrayList<>(examples.size());
        List<ExampleError> errors = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            ExampleResult result = result(examples.get(row), generations.get(row), choices.get(row));
            if (result.outcome() != null) {
                outcomes.add(result.outcome());
            } else {
                errors.add(new ExampleError(result.exampleId(), String.valueOf(result.failure())));
            }
        }
        if (outcomes.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.NOTHING_MEASURED,
                    "evaluation on " + task.name() + ": expected at least one example that can be measured, found "
                            + errors.size() + " errors, the first at "
                            + errors.get(0).exampleId() + ": "
                            + errors.get(0).reason());
        }
        return new Evaluation(outcomes, errors);
    }

    private ExampleResult result(Example example, Generation generation, @Nullable Outcome choice) {
        @Nullable String failure = generation.failure();
        if (failure != null) {
            return ExampleResult.failed(example.id(), failure);
        }
        try {
            return ExampleResult.of(outcome(example, generation, choice));
        } catch (RuntimeException e) {
            // an answer format or a metric of the task's own may throw anything
            return ExampleResult.failed(example.id(), "the answer could not be judged: " + e);
        }
    }

    private ExampleOutcome outcome(Example example, Generation generation, @Nullable Outcome choice) {
        Tokenizer tokenizer = framing.tokenizer();
        int[] ids = generation.answer();
        int length = ids.length;
        while (length > 0 && tokenizer.isSpecial(ids[length - 1])) {
            length--;
        }
        String answer = tokenizer.decode(Arrays.copyOf(ids, length));
        return new ExampleOutcome(
                example.id(),
                task.judge(example, answer),
                tokenizer.decode(generation.chain()),
                answer,
                generation.chain().length,
                generation.ended(),
                choice);
    }

    private static int longestAnswer(Task task, Tokenizer tokenizer) {
        int longest = 0;
        for (Example example : task.examples()) {
            longest = Math.max(longest, tokenizer.encode(example.answer()).length);
        }
        return longest;
    }

    /**
     * Ids that close an answer: the quote, the line's end and the task's stop words, alone or merged with other characters, and every
     * special token. A stop word of several tokens is cut off later, when the answer is judged.
     */
    private static BitSet answerStops(Tokenizer tokenizer, List<String> stopWords) {
        BitSet stops = new BitSet(tokenizer.vocabularySize());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            String text = tokenizer.decode(id);
            boolean closes = text.indexOf('"') >= 0
                    || text.indexOf('\n') >= 0
                    || stopWords.stream().anyMatch(text::contains);
            stops.set(id, closes || tokenizer.isSpecial(id));
        }
        return stops;
    }
}
