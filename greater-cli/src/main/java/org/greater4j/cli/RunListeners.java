package org.greater4j.cli;

import java.nio.file.Path;
import org.greater4j.app.Progress;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunResult;

/** Two listeners, told one after the other. */
record RunListeners(RunListener first, RunListener second) implements RunListener {
    @Override
    public void modelLoaded(ModelInfo model) {
        first.modelLoaded(model);
        second.modelLoaded(model);
    }

    @Override
    public void callsEstimated(CallEstimate estimate) {
        first.callsEstimated(estimate);
        second.callsEstimated(estimate);
    }

    @Override
    public void started(Path directory, Manifest manifest, boolean resumed) {
        first.started(directory, manifest, resumed);
        second.started(directory, manifest, resumed);
    }

    @Override
    public void changeAccepted(String change) {
        first.changeAccepted(change);
        second.changeAccepted(change);
    }

    @Override
    public void initialScored(ScoredPrompt initial, int examples) {
        first.initialScored(initial, examples);
        second.initialScored(initial, examples);
    }

    @Override
    public void progressed(Progress progress) {
        first.progressed(progress);
        second.progressed(progress);
    }

    @Override
    public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
        first.stepDone(step, best, steps);
        second.stepDone(step, best, steps);
    }

    @Override
    public void promptScored(int step, String part, int right, int rows, String prompt) {
        first.promptScored(step, part, right, rows, prompt);
        second.promptScored(step, part, right, rows, prompt);
    }

    @Override
    public void proposed(int step, String purpose, int asked, int read) {
        first.proposed(step, purpose, asked, read);
        second.proposed(step, purpose, asked, read);
    }

    @Override
    public void finalistMeasured(Finalist finalist) {
        first.finalistMeasured(finalist);
        second.finalistMeasured(finalist);
    }

    @Override
    public void finished(Path directory, RunResult result) {
        first.finished(directory, result);
        second.finished(directory, result);
    }
}
