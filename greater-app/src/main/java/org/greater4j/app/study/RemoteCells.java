package org.greater4j.app.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Methods;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RecordedSpending;
import org.greater4j.app.Rehearsal;
import org.greater4j.app.RemoteChoice;
import org.greater4j.app.RunConfig;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/** Cells that ask models over the network: they share one consent and one account. */
record RemoteCells(List<StudyCell> cells) {
    static RemoteCells of(List<StudyCell> cells) {
        return new RemoteCells(
                cells.stream().filter(cell -> Rehearsal.isNeeded(cell.config())).toList());
    }

    /**
     * Asks for consent to what all cells that are not begun would take together, and tells it.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_OPTION}) with the estimate, if it is large and nobody agreed
     */
    void requireConsent(ModelOpener models, StudyListener listener) {
        Map<RemoteChoice, CallEstimate> estimates = new LinkedHashMap<>();
        for (StudyCell cell : cells) {
            RunConfig config = Methods.of(cell.config().method()).configure(cell.config());
            RemoteChoice choice = config.feedback().remote();
            @Nullable
            CallEstimate estimate = Rehearsal.estimate(config, cell.task(), cell.split(), models.remote(choice));
            if (estimate != null) {
                estimates.merge(choice, estimate, CallEstimate::plus);
            }
        }
        estimates.replaceAll((choice, estimate) -> estimate.within(choice.budget()));
        estimates.forEach((choice, estimate) -> estimate.require(choice.agreed()));
        estimates.values().forEach(listener::callsEstimated);
    }

    /** Books what the finished cells took, so that limits hold for all of them; one that goes on books its own. */
    void charge(ModelOpener models, Path directory) {
        for (StudyCell cell : cells) {
            Path path = directory.resolve(cell.path());
            @Nullable RunResult result = RunRecord.isRun(path) ? RunRecord.readResult(path) : null;
            @Nullable FeedbackFigures figures = result == null ? null : result.feedback();
            if (figures != null && figures.remote() != null) {
                models.remote(cell.config().feedback().remote())
                        .account()
                        .charge(RecordedSpending.of(figures.remote()));
            }
        }
    }
}
