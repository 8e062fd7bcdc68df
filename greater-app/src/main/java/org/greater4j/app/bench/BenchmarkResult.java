package org.greater4j.app.bench;

import java.util.List;
import org.greater4j.app.Machine;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ModelInfo;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.jspecify.annotations.Nullable;

/**
 * What some steps of a search took.
 *
 * @param config what was asked for
 * @param model which weights, where they ran and how
 * @param machine what ran it
 * @param peak floating-point operations a second of the best matrix product in this process
 * @param question what the choices depend on
 * @param start assessing the initial prompt
 * @param steps in order
 * @param memory at the end of the last step; null where the system does not tell
 * @param comparison with recorded choices; null if there was none to make
 */
public record BenchmarkResult(
        RunConfig config,
        ModelInfo model,
        Machine machine,
        double peak,
        Choices.Question question,
        Start start,
        List<MeasuredStep> steps,
        @Nullable ResidentMemory memory,
        @Nullable ChoicesComparison comparison) {
    public BenchmarkResult {
        steps = List.copyOf(steps);
    }

    /**
     * How the initial prompt fared, and what that took.
     *
     * @param meanChain tokens of a chain
     */
    public record Start(
            ScoredPrompt scored,
            double meanChain,
            Work work,
            @Nullable ResidentMemory memory) {
        static Start of(ScoredPrompt scored, Assessment assessment, Work work, @Nullable ResidentMemory memory) {
            return new Start(scored, MeasuredStep.meanChain(assessment), work, memory);
        }
    }

    BenchmarkResult with(ChoicesComparison made) {
        return new BenchmarkResult(config, model, machine, peak, question, start, steps, memory, made);
    }

    /** Work of a part, in all steps. */
    public Work work(Part part) {
        return part == Part.START
                ? start.work
                : steps.stream().map(step -> step.work(part)).reduce(Work.NONE, Work::plus);
    }

    /** Work of all questions. */
    public Work total() {
        Work total = Work.NONE;
        for (Part part : Part.values()) {
            total = total.plus(work(part));
        }
        return total;
    }

    /** Seconds of all steps outside of the session's questions. */
    public double ownSeconds() {
        return steps.stream().mapToDouble(MeasuredStep::ownSeconds).sum();
    }

    /** Seconds of the initial prompt and all steps. */
    public double seconds() {
        return start.work.seconds()
                + steps.stream().mapToDouble(MeasuredStep::seconds).sum();
    }

    public double meanStepSeconds() {
        return steps.stream().mapToDouble(MeasuredStep::seconds).average().orElse(Double.NaN);
    }

    public double medianStepSeconds() {
        double[] sorted =
                steps.stream().mapToDouble(MeasuredStep::seconds).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Needed operations over those that the matrix-product peak could have done in the time; NaN where the session does not count its
     * operations.
     */
    public double efficiency(Work work) {
        double needed = work.statistics().neededFlop();
        return needed == 0 ? Double.NaN : needed / (peak * work.seconds());
    }

    /** The prompt after the last step. */
    public RecordedPrompt finalPrompt() {
        return steps.isEmpty()
                ? RecordedPrompt.of(start.scored.prompt())
                : RecordedPrompt.of(steps.get(steps.size() - 1).record().after());
    }

    /** What was decided. */
    public Choices choices() {
        return Choices.of(config, model, question, steps);
    }
}
