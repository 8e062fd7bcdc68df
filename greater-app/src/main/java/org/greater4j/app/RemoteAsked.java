package org.greater4j.app;

import java.util.List;
import java.util.Optional;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.ChatRespondent;
import org.greater4j.feedback.remote.Prices;
import org.greater4j.feedback.remote.RemoteModel;
import org.greater4j.objective.ChatLayout;
import org.greater4j.objective.Prompt;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A model over the network, which stays its owner's, as the one that answers.
 *
 * <p>Nobody knows its tokens, so a prompt's ids are the code points of its text: as distinct as texts are, and shorter where these are.
 */
final class RemoteAsked implements AskedModel {
    private final RemoteModel model;
    private final ChatLayout layout;
    private final ChatRespondent respondent;
    private final Evaluator evaluator;
    private final RunConfig config;
    private final List<Example> train;

    RemoteAsked(RemoteModel model, RunConfig config, Task task, List<Example> train) {
        this.model = model;
        this.config = config;
        this.train = train;
        this.layout = config.layout();
        this.respondent = new ChatRespondent(model, layout, task, config.maxNewTokens());
        this.evaluator = new Evaluator(respondent, task);
    }

    static ModelInfo info(RemoteModel model) {
        return ModelInfo.remote(model.name(), model.remoteName().address().toString());
    }

    @Override
    public ModelInfo info() {
        return info(model);
    }

    @Override
    public Evaluator evaluator() {
        return evaluator;
    }

    @Override
    public Cost cost() {
        return model.cost();
    }

    @Override
    public Prompt prompt(String text) {
        String spelled = layout.spell(text);
        return Prompt.of(spelled.codePoints().toArray(), spelled);
    }

    @Override
    public Optional<String> problem(Prompt prompt) {
        return Optional.empty();
    }

    // the chain is read once more when the answer is asked for
    @Override
    public int tokensPerRow() {
        List<PromptedExample> asked = train.stream()
                .map(example -> new PromptedExample(prompt(config.init()).text(), example))
                .toList();
        long most = respondent.estimate(asked, Prices.standard()).usage().tokens();
        return Math.toIntExact(Math.max(1, most / Math.max(1, asked.size()) - config.maxNewTokens()));
    }

    @Override
    public OptimizerModel itself() {
        // the model is its owner's
        return new BorrowedOptimizer(model, () -> {});
    }

    @Override
    public @Nullable Measured readability(Prompt initial, Prompt chosen, Runnable look) {
        return null;
    }

    @Override
    public CallEstimate estimate(List<PromptedExample> asked, Prices prices) {
        return respondent.estimate(asked, prices);
    }
}
