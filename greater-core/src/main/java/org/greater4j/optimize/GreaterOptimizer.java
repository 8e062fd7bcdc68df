package org.greater4j.optimize;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.objective.Prompt;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** GReaTer: one {@link GreaterStep} after the other until steps, patience or budget end. */
public final class GreaterOptimizer implements Optimizer {
    private final GreaterSettings settings;
    private final GreaterStep step;

    /** See {@link GreaterStep#GreaterStep}. */
    public GreaterOptimizer(GreaterSettings settings, Tokenizer tokenizer, Predicate<Prompt> admissible) {
        settings.check();
        this.settings = settings;
        this.step = new GreaterStep(settings, tokenizer, admissible);
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
            state = step.start(assessment);
            events.accept(new OptimizationEvent.Started(state.best(), assessment));
        }
        StopReason reason = stop(state, spent);
        while (reason == null) {
            GreaterStep.Outcome outcome = step.run(session, state);
            state = outcome.state();
            events.accept(new OptimizationEvent.StepDone(outcome.record(), state));
            reason = stop(state, spent);
        }
        events.accept(new OptimizationEvent.Stopped(state, reason));
        return state;
    }

    private @Nullable StopReason stop(SearchState state, BooleanSupplier spent) {
        if (state.step() >= settings.steps()) {
            return StopReason.STEPS;
        }
        if (settings.patience() > 0 && state.step() - state.lastImprovement() >= settings.patience()) {
            return StopReason.PATIENCE;
        }
        return spent.getAsBoolean() ? StopReason.BUDGET : null;
    }
}
