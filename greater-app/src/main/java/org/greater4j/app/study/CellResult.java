package org.greater4j.app.study;

import java.util.List;
import java.util.Objects;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;

/**
 * What a finished cell came to, as its run directory tells it.
 *
 * @param cell its place in the grid
 * @param model which weights
 * @param result of the run
 * @param test what came of the test rows under the final prompt
 */
public record CellResult(StudyCell cell, ModelInfo model, RunResult result, Evaluation test) {
    /** Reads a finished run. */
    static CellResult of(StudyCell cell, RunRecord record) {
        List<MeasuredPrompt> test = record.test();
        if (record.result() == null || test.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "study: expected a finished run with test outcomes, found "
                            + (record.result() == null ? "no result" : "no outcomes") + " in " + record.directory()
                            + "; remove the folder, and the study runs it again");
        }
        return new CellResult(
                cell,
                record.manifest().model(),
                Objects.requireNonNull(record.result()),
                test.get(test.size() - 1).evaluation());
    }
}
