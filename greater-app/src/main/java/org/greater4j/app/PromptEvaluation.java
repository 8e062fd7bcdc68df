package org.greater4j.app;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.Cost;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;

/**
 * Measures one prompt on a part of a task, or two on the same rows, as a run measures its own: the same rows, frames and limits give the
 * same figures.
 */
public final class PromptEvaluation {
    private final Models models;
    private final RunListener listener;
    private final Interruption interruption;

    /** @param listener hears {@link RunListener#modelLoaded} and {@link RunListener#progressed} */
    public PromptEvaluation(Models models, RunListener listener, Interruption interruption) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
    }

    /**
     * What an evaluation came to.
     *
     * @param config what was asked for
     * @param model which weights, where they ran and how
     * @param task which task
     * @param promptText the prompt as it was put into the turns
     * @param examples that were asked, in order
     * @param evaluation one outcome per example
     * @param cost tokens that went through the model
     * @param seconds wall time, loading excluded
     */
    public record Result(
            EvaluationConfig config,
            ModelInfo model,
            Task task,
            String promptText,
            List<Example> examples,
            Evaluation evaluation,
            Cost cost,
            double seconds) {
        public Result {
            examples = List.copyOf(examples);
        }
    }

    /**
     * What two evaluations on the same rows came to.
     *
     * @param result of the prompt
     * @param against of the prompt that it is held against
     * @param comparison of the two, row by row: how the prompt differs from the other one
     */
    public record Pair(Result result, Result against, PairedComparison comparison) {}

    /** Loads task and model by name and measures. */
    public Result evaluate(EvaluationConfig config) {
        return measureAll(List.of(config)).get(0);
    }

    /**
     * Measures two prompts on the same rows, one after the other, and compares them.
     *
     * @param against another prompt
     * @param spelled whether it is put there letter by letter; see {@link EvaluationConfig#spelled}
     */
    public Pair compare(EvaluationConfig config, String against, boolean spelled) {
        List<Result> results = measureAll(List.of(config, config.withPrompt(against, spelled)));
        Result result = results.get(0);
        Result other = results.get(1);
        return new Pair(result, other, PairedComparison.of(other.evaluation(), result.evaluation()));
    }

    private List<Result> measureAll(List<EvaluationConfig> configs) {
        EvaluationConfig config = configs.get(0);
        config.check();
        Task task = config.task().load();
        Split split = Split.of(task, config.sizes(), config.seed());
        try (GradientModel model = models.open(config)) {
            listener.modelLoaded(model.info());
            return measureAll(configs, task, split, model);
        }
    }

    /** Measures prompts on the same rows of a task that the caller loaded, with a model of the caller's, which stays open. */
    List<Result> measureAll(List<EvaluationConfig> configs, Task task, Split split, TextModel model) {
        List<Result> results = new ArrayList<>();
        for (EvaluationConfig config : configs) {
            results.add(measure(config, task, split, model));
        }
        return results;
    }

    private Result measure(EvaluationConfig config, Task task, Split split, TextModel model) {
        Framing framing = new Framing(
                model.tokenizer(),
                model.chatTemplate(),
                config.placement(),
                config.frozenBefore(),
                config.frozenAfter());
        String text = config.spelled() ? config.prompt() : framing.spell(config.prompt());
        refuseSpecialTokens(text, framing.tokenizer());
        List<Example> examples = config.part().of(split);
        if (config.limit() != null && config.limit() < examples.size()) {
            examples = examples.subList(0, config.limit());
        }
        int rows = examples.size();
        long began = System.nanoTime();
        Cost before = model.cost();
        Evaluation evaluation = new Evaluator(model, framing, task, config.maxNewTokens())
                .evaluate(text, examples, done -> {
                    interruption.check();
                    double seconds = (System.nanoTime() - began) / 1e9;
                    double left = done == 0 ? -1 : seconds * (rows - done) / done;
                    listener.progressed(new Progress(config.part().label(), 0, 0, done, rows, Double.NaN, text, left));
                });
        return new Result(
                config,
                model.info(),
                task,
                text,
                examples,
                evaluation,
                model.cost().minus(before),
                (System.nanoTime() - began) / 1e9);
    }

    // it would end the turn or begin another one, and the figures would be of another chat than the one described
    private static void refuseSpecialTokens(String text, Tokenizer tokenizer) {
        for (int id : tokenizer.encode(text)) {
            if (tokenizer.isSpecial(id)) {
                throw new GreaterException(
                        ErrorCode.INVALID_PROMPT,
                        "prompt: expected plain text, found the special token '" + tokenizer.decode(id)
                                + "'; leave it out");
            }
        }
    }
}
