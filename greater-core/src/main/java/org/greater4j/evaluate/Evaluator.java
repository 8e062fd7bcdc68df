package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Measures prompts by what a model generates: it reasons, is led to its answer by the extractor, and the answer is read and judged.
 *
 * <p>Nothing of the right answer reaches the model, unlike in training, where it is fed to take the loss. Where the {@link Respondent} tells
 * the likeliest of a question's options, that is judged too; it never changes the outcome. An example that fails by itself is an
 * {@linkplain Evaluation#errors error} and no wrong answer. As thread-safe as its model.
 */
public final class Evaluator {
    private final Respondent respondent;
    private final Task task;

    /** @param task says how answers are read and judged */
    public Evaluator(Respondent respondent, Task task) {
        this.respondent = respondent;
        this.task = task;
    }

    /**
     * Measures on a model behind token ids, which scores options too if it is an {@link org.greater4j.engine.OptionScorer}.
     *
     * @param framing writes the turns; its tokenizer must be the model's
     * @param task says what the extractor is, how answers are read, and by its examples how long they can be
     * @param maxNewTokens most tokens of a reasoning chain, at least 1
     */
    public Evaluator(TextModel model, Framing framing, Task task, int maxNewTokens) {
        this(new TokenRespondent(model, framing, task, maxNewTokens), task);
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
     * Asks every example with every prompt, all at once where the model can.
     *
     * @param finished told the number of finished pairs of prompt and example
     * @return one evaluation per prompt, in order
     */
    public List<Evaluation> evaluateAll(List<String> promptTexts, List<Example> examples, IntConsumer finished) {
        List<PromptedExample> asked = new ArrayList<>(promptTexts.size() * examples.size());
        for (String promptText : promptTexts) {
            examples.forEach(example -> asked.add(new PromptedExample(promptText, example)));
        }
        List<ExampleResult> results = results(asked, respondent.askWithOptions(asked, finished));
        List<Evaluation> evaluations = new ArrayList<>(promptTexts.size());
        for (int prompt = 0; prompt < promptTexts.size(); prompt++) {
            int from = prompt * examples.size();
            evaluations.add(evaluation(results.subList(from, from + examples.size())));
        }
        return evaluations;
    }

    /**
     * Asks some pairs of prompt and example, all at once where the model can; options are not scored.
     *
     * @param finished told the number of finished pairs
     * @return one result per pair, in order
     */
    public List<ExampleResult> answer(List<PromptedExample> asked, IntConsumer finished) {
        return results(asked, respondent.ask(asked, finished));
    }

    /** Tokens that {@link #answer} takes for a question at the most, read and generated. */
    public long mostTokens(PromptedExample question) {
        return respondent.mostTokens(question);
    }

    /** Like {@link #evaluate(String, List, IntConsumer)}, telling nobody how far it is. */
    public Evaluation evaluate(String promptText, List<Example> examples) {
        return evaluate(promptText, examples, finished -> {});
    }

    private Evaluation evaluation(List<ExampleResult> results) {
        List<ExampleOutcome> outcomes = new ArrayList<>(results.size());
        List<ExampleError> errors = new ArrayList<>();
        for (ExampleResult result : results) {
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

    private List<ExampleResult> results(List<PromptedExample> asked, List<Reply> replies) {
        List<ExampleResult> results = new ArrayList<>(asked.size());
        for (int at = 0; at < asked.size(); at++) {
            results.add(result(asked.get(at).example(), replies.get(at)));
        }
        return results;
    }

    private ExampleResult result(Example example, Reply reply) {
        @Nullable String failure = reply.failure();
        if (failure != null) {
            return ExampleResult.failed(example.id(), failure);
        }
        try {
            return ExampleResult.of(outcome(example, reply));
        } catch (RuntimeException e) {
            // an answer format or a metric of the task's own may throw anything
            return ExampleResult.failed(example.id(), "the answer could not be judged: " + e);
        }
    }

    private ExampleOutcome outcome(Example example, Reply reply) {
        @Nullable String option = reply.likeliestOption();
        return new ExampleOutcome(
                example.id(),
                task.judge(example, reply.answer()),
                reply.chain(),
                reply.answer(),
                reply.chainTokens(),
                reply.ended(),
                option == null ? null : task.accepts(example, option) ? Outcome.RIGHT : Outcome.WRONG);
    }
}
