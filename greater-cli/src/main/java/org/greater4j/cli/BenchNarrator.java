package org.greater4j.cli;

import org.greater4j.app.Progress;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;

/** Tells how a benchmark goes: a line a step. */
final class BenchNarrator implements RunListener {
    private final Narration narration;

    BenchNarrator(Narration narration) {
        this.narration = narration;
    }

    @Override
    public void modelLoaded(ModelInfo model) {
        narration.modelLoaded(model);
    }

    @Override
    public void initialScored(ScoredPrompt initial, int examples) {
        narration.say("initial prompt: wrong on " + initial.mistakes() + " of " + examples);
    }

    @Override
    public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
        narration.say("step " + step.step() + "/" + steps + ":"
                + Text.flat(step.after().text()));
    }

    @Override
    public void progressed(Progress progress) {
        narration.status((progress.step() == 0 ? "" : "step " + progress.step() + "/" + progress.steps() + "  ")
                + progress.activity() + " " + progress.done() + "/" + progress.total());
    }
}
