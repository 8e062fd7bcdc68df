package org.greater4j.cli;

import org.greater4j.app.Progress;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;

/** Tells how an evaluation goes. */
final class EvaluationNarrator implements RunListener {
    private final Narration narration;

    EvaluationNarrator(Narration narration) {
        this.narration = narration;
    }

    @Override
    public void modelLoaded(ModelInfo model) {
        narration.modelLoaded(model);
    }

    @Override
    public void callsEstimated(CallEstimate estimate) {
        narration.callsEstimated(estimate);
    }

    @Override
    public void progressed(Progress progress) {
        narration.status(progress.activity() + " " + progress.done() + "/" + progress.total()
                + (progress.secondsLeft() < 0 ? "" : "  " + Text.clock(progress.secondsLeft()) + " left"));
    }
}
