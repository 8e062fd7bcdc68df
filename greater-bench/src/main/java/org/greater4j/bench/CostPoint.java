package org.greater4j.bench;

import java.util.List;
import java.util.Locale;
import org.greater4j.app.bench.BenchmarkResult;
import org.greater4j.app.bench.MeasuredStep;
import org.greater4j.app.bench.Part;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.app.bench.Work;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a search took, at one point of a curve.
 *
 * @param x what is varied
 * @param model its name
 * @param examples training examples
 * @param promptTokens of the initial prompt
 * @param chainTokens most tokens of a chain
 * @param tried candidates tried in a step
 * @param steps timed steps
 * @param seconds median of the steps
 * @param propose mean seconds of a step's proposals
 * @param gradient mean seconds of a step's gradient
 * @param select mean seconds of assessing a step's candidates
 * @param other mean seconds of a step outside of the session
 * @param tokens mean tokens of a step
 * @param neededGflop mean operations that a step needs; 0 where they are not counted
 * @param meanChain tokens of a chain, of the prompts that were chosen
 * @param residentBytes at the end; -1 where the system does not tell
 */
record CostPoint(
        double x,
        String model,
        int examples,
        int promptTokens,
        int chainTokens,
        int tried,
        int steps,
        double seconds,
        double propose,
        double gradient,
        double select,
        double other,
        double tokens,
        double neededGflop,
        double meanChain,
        long residentBytes) {
    static final String HEADER =
            "x,model,examples,prompt_tokens,chain_tokens,tried,steps,seconds,propose,gradient,select,"
                    + "other,tokens,needed_gflop,mean_chain,resident_bytes";

    static CostPoint of(double x, BenchmarkResult result) {
        int steps = result.steps().size();
        Work all = result.work(Part.PROPOSE).plus(result.work(Part.GRADIENT)).plus(result.work(Part.SELECT));
        @Nullable ResidentMemory memory = result.memory();
        return new CostPoint(
                x,
                result.model().name(),
                result.question().examples().size(),
                result.question().initial().ids().size(),
                result.config().maxNewTokens(),
                tried(result.steps()),
                steps,
                result.medianStepSeconds(),
                result.work(Part.PROPOSE).seconds() / steps,
                result.work(Part.GRADIENT).seconds() / steps,
                result.work(Part.SELECT).seconds() / steps,
                result.ownSeconds() / steps,
                (double) all.cost().tokens() / steps,
                all.statistics().neededFlop() / 1e9 / steps,
                result.steps().stream()
                        .mapToDouble(MeasuredStep::meanChain)
                        .filter(mean -> !Double.isNaN(mean))
                        .average()
                        .orElse(Double.NaN),
                memory == null ? -1 : memory.bytes());
    }

    private static int tried(List<MeasuredStep> steps) {
        return steps.stream()
                .mapToInt(step -> step.record().trials().size())
                .max()
                .orElse(0);
    }

    /** The same point elsewhere on the axis. */
    CostPoint at(double other) {
        return new CostPoint(
                other,
                model,
                examples,
                promptTokens,
                chainTokens,
                tried,
                steps,
                seconds,
                propose,
                gradient,
                select,
                this.other,
                tokens,
                neededGflop,
                meanChain,
                residentBytes);
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%d,%d,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.1f,%.3f,%.2f,%d",
                String.format(Locale.ROOT, x == Math.rint(x) ? "%.0f" : "%.2f", x),
                model,
                examples,
                promptTokens,
                chainTokens,
                tried,
                steps,
                seconds,
                propose,
                gradient,
                select,
                other,
                tokens,
                neededGflop,
                meanChain,
                residentBytes);
    }
}
