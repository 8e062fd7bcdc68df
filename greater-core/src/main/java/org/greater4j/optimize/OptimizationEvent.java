package org.greater4j.optimize;

import org.greater4j.engine.Assessment;

/** What an optimiser tells while it works; append it to the run's record before anything else happens. */
public sealed interface OptimizationEvent {
    /** The initial prompt was scored. */
    record Started(ScoredPrompt initial, Assessment assessment) implements OptimizationEvent {}

    /** A step is done. */
    record StepDone(StepRecord record, SearchState state) implements OptimizationEvent {}

    /** The search is over. */
    record Stopped(SearchState state, StopReason reason) implements OptimizationEvent {}
}
