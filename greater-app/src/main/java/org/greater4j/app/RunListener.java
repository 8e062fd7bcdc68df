package org.greater4j.app;

import java.nio.file.Path;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunResult;

/** Hears what a run does; every method may be left as it is. */
public interface RunListener {
    RunListener SILENT = new RunListener() {};

    /** The model is in memory. */
    default void modelLoaded(ModelInfo model) {}

    /** What the run may take over the network, under its limits, was found by a rehearsal; told before the first call. */
    default void callsEstimated(CallEstimate estimate) {}

    /** The run directory exists and the work begins, or goes on if {@code resumed}. */
    default void started(Path directory, Manifest manifest, boolean resumed) {}

    /** The run goes on although something that its numbers hang on is another than before: what, then and now. */
    default void changeAccepted(String change) {}

    /** The initial prompt was scored on the training examples. */
    default void initialScored(ScoredPrompt initial, int examples) {}

    /** Some work advanced; many times a second. */
    default void progressed(Progress progress) {}

    /** A step is done. {@code best} is the best prompt so far. */
    default void stepDone(StepRecord step, ScoredPrompt best, int steps) {}

    /**
     * A method by text feedback scored a prompt for the first time.
     *
     * @param step the step under way, from 0
     * @param part {@code train} or {@code dev}
     */
    default void promptScored(int step, String part, int right, int rows, String prompt) {}

    /** A method by text feedback asked for so many texts and could read so many. */
    default void proposed(int step, String purpose, int asked, int read) {}

    /** A finalist was measured on the dev split. */
    default void finalistMeasured(Finalist finalist) {}

    /** The result is written. */
    default void finished(Path directory, RunResult result) {}
}
