package org.greater4j.optimize;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.objective.Prompt;
import org.jspecify.annotations.Nullable;

/** Turns a session's answers into better prompts. */
public interface Optimizer {
    /**
     * Searches until it is done, telling every event before it goes on.
     *
     * @param initial the prompt to start from, ignored when resuming
     * @param from where an earlier search stood, or null to begin
     * @param spent whether the budget is spent; asked between steps
     * @return where the search stands at its end
     */
    SearchState optimize(
            ReasoningSession session,
            Prompt initial,
            @Nullable SearchState from,
            BooleanSupplier spent,
            Consumer<OptimizationEvent> events);
}
