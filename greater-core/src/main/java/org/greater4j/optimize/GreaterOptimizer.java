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

/**
 * GReaTer: one {@link GreaterStep} after the other until steps, patience or budget end.
 *
 * <p>Whatever the session lets go early on the way, steps, best prompt and finalists are those of plain reading: a prompt let go has lost
 * its step, and those that may be finalists all the same are assessed before the end.
 */
public final class GreaterOptimizer implements Optimizer {
    private final GreaterSettings settings;
    private final GreaterStep step;
    private final Predicate<Prompt> admissible;

    /** See {@link GreaterStep#GreaterStep}. */
    public GreaterOptimizer(GreaterSettings settings, Tokenizer tokenizer, Predicate<Prompt> admissible) {
        settings.check();
        this.settings = settings;
        this.admissible = admissible;
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
        // decided once: a search that is resumed while it looks for its finalists takes no further step
        StopReason reason = state.ending();
        while (reason == null) {
            reason = stop(state, spent);
            if (reason == null) {
                GreaterStep.Outcome outcome = step.run(session, state);
                state = outcome.state();
                events.accept(new OptimizationEvent.StepDone(outcome.record(), state));
            } else {
                state = state.ending(reason);
                events.accept(new OptimizationEvent.Ending(state));
            }
        }
        state = new FinalistSearch(session, settings, admissible).complete(state, events);
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
