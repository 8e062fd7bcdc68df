package org.greater4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.app.bench.BenchmarkResult;
import org.greater4j.app.bench.ChoicesComparison;
import org.greater4j.app.bench.MeasuredStep;
import org.greater4j.app.bench.Part;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.app.bench.Work;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.Statistics;
import org.greater4j.optimize.StepRecord;
import org.jspecify.annotations.Nullable;

/** What a benchmark came to, for people. */
final class BenchReport {
    private static final String STEP_FORM = "%-6s %3s %7s %8s %7s %7s %7s %7s %6s %-6s %s";
    private static final String PART_FORM = "%-9s %9s %8s %10s %14s %9s %11s";

    private final Terminal terminal;
    private final Style style;
    private final BenchmarkResult result;

    BenchReport(Terminal terminal, BenchmarkResult result) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.result = result;
    }

    void print() {
        steps();
        line("");
        parts();
        line("");
        figures();
    }

    private void steps() {
        line(style.bold(format(
                STEP_FORM,
                "step",
                "pos",
                "propose",
                "gradient",
                "select",
                "other",
                "seconds",
                "tokens",
                "score",
                "wrong",
                "token")));
        Work start = result.start().work();
        int examples = result.question().examples().size();
        line(format(
                STEP_FORM,
                "start",
                "",
                "",
                "",
                "",
                "",
                seconds(start.seconds()),
                start.cost().tokens(),
                number("%.3f", result.start().scored().score()),
                result.start().scored().mistakes() + "/" + examples,
                ""));
        for (MeasuredStep step : result.steps()) {
            StepRecord.Trial chosen = step.chosen();
            line(format(
                    STEP_FORM,
                    step.record().step() + "/" + result.config().search().steps(),
                    step.record().position(),
                    seconds(step.work(Part.PROPOSE).seconds()),
                    seconds(step.work(Part.GRADIENT).seconds()),
                    seconds(step.work(Part.SELECT).seconds()),
                    seconds(step.ownSeconds()),
                    seconds(step.seconds()),
                    step.total().cost().tokens(),
                    chosen == null ? "" : number("%.3f", chosen.scored().score()),
                    chosen == null ? "" : chosen.scored().mistakes() + "/" + examples,
                    chosen == null ? "(kept)" : "'" + Text.flat(chosen.text()) + "'"));
        }
    }

    private void parts() {
        line(style.bold(
                format(PART_FORM, "part", "seconds", "share", "tokens", "needed GFLOP", "GFLOP/s", "efficiency")));
        for (Part part : Part.values()) {
            part(part.label(), result.work(part));
        }
        part("other", new Work(0, result.ownSeconds(), Work.NONE.cost(), Work.NONE.statistics()));
        Work all = result.total();
        part("all", new Work(all.questions(), result.seconds(), all.cost(), all.statistics()));
    }

    private void part(String name, Work work) {
        double needed = work.statistics().neededFlop();
        boolean counted = needed > 0;
        line(format(
                PART_FORM,
                name,
                seconds(work.seconds()),
                Text.percent(work.seconds() / result.seconds()),
                work.cost().tokens(),
                counted ? number("%.1f", needed / 1e9) : "-",
                counted ? number("%.1f", needed / 1e9 / work.seconds()) : "-",
                counted ? Text.percent(result.efficiency(work)) : "-"));
    }

    private void figures() {
        Statistics all = result.total().statistics();
        ModelInfo model = result.model();
        figure(
                "step",
                seconds(result.meanStepSeconds()) + " s on average, median " + seconds(result.medianStepSeconds())
                        + " s");
        figure("peak", number("%.1f", result.peak() / 1e9) + " GFLOP/s, the best matrix product in " + model.dtype());
        figure(
                "drafts",
                share(all.acceptedTokens(), all.draftedTokens()) + " tokens accepted, " + all.decodingPasses()
                        + " decoding passes");
        figure("memory", share(all.hits(), all.lookups()) + " assessments were known");
        figure("cached", Text.count(all.cachedTokens()) + " tokens taken from caches");
        figure("pruned", share(all.prunedChains(), all.wantedChains()) + " chains left out or ended early");
        double spent = all.neededFlop() + all.wastedFlop();
        figure(
                "wasted",
                spent == 0
                        ? "operations are not counted"
                        : Text.percent(all.wastedFlop() / spent)
                                + " of the operations: rejected drafts, chains let go");
        figure("resident", resident(result.memory()));
        figure(
                "model",
                Text.model(model.name()) + ", " + model.dtype() + " on " + model.device() + ", accelerations: "
                        + accelerations(result.config().accelerations()));
        figure(
                "task",
                result.question().task() + ", " + result.question().examples().size() + " training examples, seed "
                        + result.config().search().seed() + ", chains of at most "
                        + result.config().maxNewTokens() + " tokens");
        figure("machine", result.machine().describe());
        ChoicesComparison comparison = result.comparison();
        if (comparison != null) {
            figure("choices", comparison(comparison));
        }
    }

    private static String comparison(ChoicesComparison comparison) {
        String difference = comparison.firstDifference();
        String steps = comparison.sameSteps() + " of " + comparison.comparedSteps() + " steps";
        return difference == null
                ? "the same as recorded, in " + steps + "; gradients differ by at most "
                        + number("%.2g", comparison.largestGradientDifference()) + " of the largest, scores by "
                        + number("%.2g", comparison.largestScoreDifference())
                : "the same as recorded in " + steps + ", then they differ. " + difference;
    }

    private static String accelerations(Set<Acceleration> on) {
        if (on.isEmpty()) {
            return "none (plain)";
        }
        String off = Arrays.stream(Acceleration.values())
                .filter(acceleration -> !on.contains(acceleration))
                .map(Acceleration::label)
                .collect(Collectors.joining(", "));
        return off.isEmpty() ? "all" : "all but " + off;
    }

    private static String resident(@Nullable ResidentMemory memory) {
        return memory == null
                ? "unknown on this system"
                : Text.bytes(memory.bytes()) + " at the end of the last step, " + Text.bytes(memory.peakBytes())
                        + " at most";
    }

    private static String share(long part, long whole) {
        return part + " of " + whole + (whole == 0 ? "" : " (" + Text.percent((double) part / whole) + ")");
    }

    private void figure(String name, String text) {
        String label = format("%-10s", name);
        List<String> lines = Text.wrap(text, Math.max(20, terminal.width() - label.length()));
        for (int at = 0; at < lines.size(); at++) {
            line((at == 0 ? label : " ".repeat(label.length())) + lines.get(at));
        }
    }

    private static String seconds(double seconds) {
        return number(seconds < 100 ? "%.2f" : "%.0f", seconds);
    }

    private static String number(String form, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, form, number);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private void line(String text) {
        terminal.out().println(text.stripTrailing());
    }
}
