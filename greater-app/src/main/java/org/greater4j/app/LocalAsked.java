package org.greater4j.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.local.LocalOptimizer;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.Prices;
import org.greater4j.objective.Prompt;
import org.greater4j.run.Readability;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/** A model of the engine, which stays its owner's, as the one that answers. */
final class LocalAsked implements AskedModel {
    private final PreparedSearch start;
    private final Evaluator evaluator;
    private final Map<String, Prompt> prompts = new HashMap<>();

    LocalAsked(PreparedSearch start, Task task) {
        this.start = start;
        this.evaluator = new Evaluator(
                start.model(), start.framing(), task, start.config().maxNewTokens());
        prompts.put(start.initial().text().strip(), start.initial());
    }

    @Override
    public ModelInfo info() {
        return start.model().info();
    }

    @Override
    public Evaluator evaluator() {
        return evaluator;
    }

    @Override
    public Cost cost() {
        return start.model().cost();
    }

    // a text has one spelling in its place, which is looked for once
    @Override
    public Prompt prompt(String text) {
        Prompt known = prompts.get(text);
        if (known == null) {
            known = start.framing().prompt(text, start.examples(), start.frames());
            prompts.put(text, known);
        }
        return known;
    }

    @Override
    public Optional<String> problem(Prompt prompt) {
        return prompt.length() <= start.longestPrompt()
                ? Optional.empty()
                : Optional.of("expected at most " + start.longestPrompt() + " tokens, found " + prompt.length());
    }

    @Override
    public int tokensPerRow() {
        double read = start.examples().stream()
                .mapToInt(example -> start.framing()
                        .encodeTurn(example.question(), start.initial().text())
                        .length)
                .average()
                .orElse(1);
        return (int) Math.ceil(read + start.config().maxNewTokens() / 2.0);
    }

    @Override
    public OptimizerModel itself() {
        return new LocalOptimizer(start.model());
    }

    // a score that no prompt can reach lets every chain go, and the fluency of the prompts is left
    @Override
    public Measured readability(Prompt initial, Prompt chosen, Runnable look) {
        try (ReasoningSession session = start.open()) {
            session.listen((phase, done, total) -> look.run());
            List<Assessment> assessed =
                    session.assess(List.of(initial, chosen), new Cutoff(true, ScoreWeights.ofMistakes(1), -1));
            return new Measured(
                    new Readability(
                            assessed.get(0).fluencyLoss(), assessed.get(1).fluencyLoss()),
                    session.cost());
        }
    }

    @Override
    public @Nullable CallEstimate estimate(List<PromptedExample> asked, Prices prices) {
        return null;
    }
}
