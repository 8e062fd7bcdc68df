package org.greater4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.greater4j.engine.Cost;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.remote.Account;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.ChatRespondent;
import org.greater4j.feedback.remote.RemoteModel;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.objective.ChatLayout;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Measures one prompt on a part of a task, or two on the same rows, as a run measures its own: the same rows, frames and limits give the
 * same figures.
 */
public final class PromptEvaluation {
    private final ModelOpener models;
    private final RunListener listener;
    private final Interruption interruption;
    private final RemoteChoice remote;
    private @Nullable RemoteModels remotes;

    /** Evaluations that ask models over the network as usual. */
    public PromptEvaluation(ModelOpener models, RunListener listener, Interruption interruption) {
        this(models, listener, interruption, RemoteChoice.DEFAULT);
    }

    /** @param listener hears {@link RunListener#modelLoaded} and {@link RunListener#progressed} */
    public PromptEvaluation(ModelOpener models, RunListener listener, Interruption interruption, RemoteChoice remote) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
        this.remote = remote;
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
     * @param cost tokens that went through the model, those of replies out of a cache among them
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
     * @param comparison of the two, row by row: how the prompt differs from the other one; null if no row could be measured under both
     */
    public record Pair(
            Result result, Result against, @Nullable PairedComparison comparison) {}

    /** What all calls over the network took up to now; null if no model needed any. */
    public @Nullable Spending spending() {
        return remotes == null ? null : remotes.account().spending();
    }

    /** Books what an earlier go at the same work took over the network; the limits hold for all of it together. */
    public void charge(Spending earlier) {
        remotes().account().charge(earlier);
    }

    /**
     * Asks for consent to all remote calls that some evaluations would take together, and tells what these are.
     *
     * @param groups what is to be measured, each group on the same rows of the same model
     * @throws GreaterException ({@code INVALID_OPTION}) with the estimate, if it is large and the user has not agreed in advance
     */
    public void requireConsent(List<List<EvaluationConfig>> groups) {
        List<CallEstimate> estimates = new ArrayList<>();
        for (List<EvaluationConfig> configs : groups) {
            if (RemoteName.isRemote(configs.get(0).model())) {
                Task task = configs.get(0).task().load();
                Split split =
                        Split.of(task, configs.get(0).sizes(), configs.get(0).seed());
                try (RemoteModel model = openRemote(configs.get(0))) {
                    RemotePrompt.all(configs, task, model)
                            .forEach(prompt -> estimates.add(
                                    prompt.estimate(split, remotes().account())));
                }
            }
        }
        estimates.stream().reduce(CallEstimate::plus).ifPresent(all -> {
            CallEstimate limited = all.within(remote.budget());
            limited.require(remote.agreed());
            listener.callsEstimated(limited);
        });
    }

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
        return new Pair(result, other, PairedComparison.ofMeasured(other.evaluation(), result.evaluation()));
    }

    private List<Result> measureAll(List<EvaluationConfig> configs) {
        configs.get(0).check();
        requireConsent(List.of(configs));
        try (Opened model = open(configs.get(0))) {
            return model.measure(configs);
        }
    }

    /** A model that measures prompts until it is closed; whoever opened it has asked for consent. */
    public interface Opened extends AutoCloseable {
        /** Measures some prompts on the same rows of a task, which is loaded by its name. */
        List<Result> measure(List<EvaluationConfig> configs);

        @Override
        void close();
    }

    /** Opens the model of an evaluation, for others on it too. */
    public Opened open(EvaluationConfig config) {
        if (RemoteName.isRemote(config.model())) {
            return new OpenedRemote(openRemote(config));
        }
        return new OpenedLocal(models.open(config));
    }

    /** On this machine. */
    private final class OpenedLocal implements Opened {
        private final GradientModel model;

        OpenedLocal(GradientModel model) {
            this.model = model;
            listener.modelLoaded(model.info());
        }

        @Override
        public List<Result> measure(List<EvaluationConfig> configs) {
            EvaluationConfig first = configs.get(0);
            Task task = first.task().load();
            Split split = Split.of(task, first.sizes(), first.seed());
            return configs.stream()
                    .map(config -> PromptEvaluation.this.measure(config, task, split, model))
                    .toList();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** Over the network. */
    private final class OpenedRemote implements Opened {
        private final RemoteModel model;

        OpenedRemote(RemoteModel model) {
            this.model = model;
            listener.modelLoaded(RemoteAsked.info(model));
        }

        @Override
        public List<Result> measure(List<EvaluationConfig> configs) {
            EvaluationConfig first = configs.get(0);
            Task task = first.task().load();
            Split split = Split.of(task, first.sizes(), first.seed());
            List<Result> results = new ArrayList<>();
            for (RemotePrompt prompt : RemotePrompt.all(configs, task, model)) {
                Measured measured = new Measured(
                        prompt.config(),
                        prompt.text(),
                        RemoteAsked.info(model),
                        new Evaluator(prompt.respondent(), task));
                results.add(PromptEvaluation.this.measure(measured, task, split, model::cost));
            }
            return results;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    private RemoteModel openRemote(EvaluationConfig config) {
        return remotes().open(RemoteName.parse(config.model()));
    }

    // one account for everything that is measured here
    private RemoteModels remotes() {
        if (remotes == null) {
            remotes = models.remote(remote);
        }
        return remotes;
    }

    /** A prompt as a remote model is asked with it. */
    private record RemotePrompt(EvaluationConfig config, String text, ChatRespondent respondent) {
        static List<RemotePrompt> all(List<EvaluationConfig> configs, Task task, RemoteModel model) {
            return configs.stream().map(config -> of(config, task, model)).toList();
        }

        private static RemotePrompt of(EvaluationConfig config, Task task, RemoteModel model) {
            ChatLayout layout = new ChatLayout(config.placement(), config.frozenBefore(), config.frozenAfter());
            return new RemotePrompt(
                    config,
                    config.spelled() ? config.prompt() : layout.spell(config.prompt()),
                    new ChatRespondent(model, layout, task, config.maxNewTokens()));
        }

        CallEstimate estimate(Split split, Account account) {
            List<PromptedExample> asked = examples(config, split).stream()
                    .map(example -> new PromptedExample(text, example))
                    .toList();
            return respondent.estimate(asked, account.prices());
        }
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
        Evaluator evaluator = new Evaluator(model, framing, task, config.maxNewTokens());
        return measure(new Measured(config, text, model.info(), evaluator), task, split, model::cost);
    }

    /**
     * A prompt that is to be measured.
     *
     * @param text as it is put into the turns
     * @param evaluator asks the model
     */
    private record Measured(EvaluationConfig config, String text, ModelInfo model, Evaluator evaluator) {}

    private Result measure(Measured measured, Task task, Split split, Supplier<Cost> cost) {
        EvaluationConfig config = measured.config();
        List<Example> examples = examples(config, split);
        int rows = examples.size();
        long began = System.nanoTime();
        Cost before = cost.get();
        Evaluation evaluation = measured.evaluator().evaluate(measured.text(), examples, done -> {
            interruption.check();
            double seconds = (System.nanoTime() - began) / 1e9;
            double left = done == 0 ? -1 : seconds * (rows - done) / done;
            listener.progressed(
                    new Progress(config.part().label(), 0, 0, done, rows, Double.NaN, measured.text(), left));
        });
        return new Result(
                config,
                measured.model(),
                task,
                measured.text(),
                examples,
                evaluation,
                cost.get().minus(before),
                (System.nanoTime() - began) / 1e9);
    }

    private static List<Example> examples(EvaluationConfig config, Split split) {
        List<Example> examples = config.part().of(split);
        return config.limit() != null && config.limit() < examples.size()
                ? examples.subList(0, config.limit())
                : examples;
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
