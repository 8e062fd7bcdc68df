package org.greater4j.optimize;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.objective.Prompt;
import org.jspecify.annotations.Nullable;

/** No search at all: the initial prompt is scored and is the result. What searches are held against. */
public final class FixedPrompt implements Optimizer {
    private final ScoreWeights weights;

    /** @param weights what the score is made of */
    public FixedPrompt(ScoreWeights weights) {
        this.weights = weights;
    }

    @Override
    public SearchState optimize(
            ReasoningSession session,
            Prompt initial,
            @Nullable SearchState from,
            BooleanSupplier spent,
            Consumer<OptimizationEvent> events) {
        SearchState state = from;
        if (state == null) {
            Assessment assessment =
                    session.assess(List.of(initial), Cutoff.none()).get(0);
            state = SearchState.initial(ScoredPrompt.of(assessment, weights, 0, -1));
            events.accept(new OptimizationEvent.Started(state.best(), assessment));
        }
        if (state.ending() == null) {
            state = state.ending(StopReason.STEPS);
            events.accept(new OptimizationEvent.Ending(state));
        }
        events.accept(new OptimizationEvent.Stopped(state, StopReason.STEPS));
        return state;
    }
}
