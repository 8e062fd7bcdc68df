package org.greater4j.app.bench;

import java.util.Map;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.optimize.StepRecord;
import org.jspecify.annotations.Nullable;

/**
 * One step and what it took.
 *
 * @param record what it did
 * @param seconds wall time, of the search's own work too
 * @param work what the session was asked, by part
 * @param memory when it was done; null where the system does not tell
 */
public record MeasuredStep(
        StepRecord record,
        double seconds,
        Map<Part, Work> work,
        @Nullable ResidentMemory memory) {
    public MeasuredStep {
        work = Map.copyOf(work);
    }

    /** A part's work, none if nothing was asked for it. */
    public Work work(Part part) {
        return work.getOrDefault(part, Work.NONE);
    }

    /** All that the session was asked. */
    public Work total() {
        return work.values().stream().reduce(Work.NONE, Work::plus);
    }

    /** Seconds outside of the session's questions: draws, round trips, bookkeeping. */
    public double ownSeconds() {
        return Math.max(0, seconds - total().seconds());
    }

    /** The trial of the token that was chosen; null if there was nothing to choose from. */
    public StepRecord.@Nullable Trial chosen() {
        return record.trials().stream()
                .filter(trial -> trial.token() == record.chosen())
                .findFirst()
                .orElse(null);
    }

    /** Mean length of the chosen prompt's chains; NaN if there was nothing to choose from. */
    public double meanChain() {
        StepRecord.Trial chosen = chosen();
        return chosen == null ? Double.NaN : meanChain(chosen.assessment());
    }

    /** Mean length of an assessment's chains, over the examples that were assessed; NaN if none was. */
    static double meanChain(Assessment assessment) {
        return assessment.examples().stream()
                .filter(ExampleAssessment::assessed)
                .mapToInt(example -> example.chain().length)
                .average()
                .orElse(Double.NaN);
    }
}
