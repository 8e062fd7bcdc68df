package org.greater4j.optimize;

import org.greater4j.engine.Assessment;

/** What an optimiser tells while it works; append it to the run's record before anything else happens. */
public sealed interface OptimizationEvent {
    /** The initial prompt was scored. */
    record Started(ScoredPrompt initial, Assessment assessment) implements OptimizationEvent {}

    /** A step is done. */
    record StepDone(StepRecord record, SearchState state) implements OptimizationEvent {}

    /** There will be no further step; {@link SearchState#ending} says why. Prompts let go early may still be assessed. */
    record Ending(SearchState state) implements OptimizationEvent {}

    /**
     * A prompt that was let go early was assessed further, since it could be among the finalists.
     *
     * @param scored with the step and position of its first try; its score is a lower bound unless the assessment is complete
     * @param whole whether all prompts that were assessed together are told with this one: a search can be gone on with behind it, and not
     *     between those, since the rest of them would be computed in another batch and round otherwise
     */
    record Revisited(ScoredPrompt scored, Assessment assessment, SearchState state, boolean whole)
            implements OptimizationEvent {}

    /** The search is over, and its finalists are known. */
    record Stopped(SearchState state, StopReason reason) implements OptimizationEvent {}
}
