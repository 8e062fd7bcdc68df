package org.greater4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.app.bench.Benchmark;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.torch.session.RandomModel;

/**
 * Step time over what a step's cost should grow with: training examples, prompt, chain, candidates tried, model.
 *
 * <p>Arguments: {@code examples | prompt | chain | tried | model}, then {@code --NAME VALUE} pairs (see {@link CurveOptions}). Writes
 * {@code cost-CURVE.csv} and {@code cost-CURVE.svg}, and prints a table. All but the last curve use the default model and a task of the
 * program's own; the last one uses models of random weights. Points are measured in ascending order, and those that the given minutes have
 * no time for are left out.
 */
public final class CostCurves {
    private static final int[] EXAMPLES = {5, 10, 20, 50, 100, 200};
    private static final int[] PROMPT_WORDS = {4, 8, 16, 32, 64, 128};
    private static final int[] CHAIN_TOKENS = {8, 16, 32, 64, 128, 256};
    private static final int[] TRIED = {1, 2, 3, 5, 8, 12};

    /** Memory that a weight takes while a model is open and measured, roughly: its packed copies and the work on top. */
    private static final long BYTES_PER_WEIGHT = 16;

    private final CurveOptions options;
    private final Benchmark benchmark;
    private final long began = System.nanoTime();

    private CostCurves(CurveOptions options) {
        this.options = options;
        this.benchmark = new Benchmark(new Models(), RunListener.SILENT, new Interruption());
    }

    public static void main(String[] arguments) {
        CurveOptions options = CurveOptions.parse(arguments);
        new CostCurves(options).run();
    }

    private void run() {
        List<CostPoint> points;
        ModelInfo model;
        if (options.curve() == CurveOptions.Curve.MODEL) {
            try (GradientModel smallest = RandomModel.open(0, options.bfloat16(), 1)) {
                model = smallest.info();
            }
            points = measure(sizes(), this::randomModel);
        } else {
            RunConfig first = config(3, 1, values()[0]);
            Task task = options.task().load();
            try (GradientModel opened = new Models().open(first)) {
                model = opened.info();
                // libraries prepare at first use
                benchmark.run(first, task, opened);
                points = measure(values(), value -> search(value, task, opened));
            }
        }
        if (points.isEmpty()) {
            System.err.println("no point in " + options.minutes() + " minutes; give more with --minutes");
            return;
        }
        write(points, model);
    }

    private int[] values() {
        return switch (options.curve()) {
            case EXAMPLES -> EXAMPLES;
            case PROMPT -> PROMPT_WORDS;
            case CHAIN -> CHAIN_TOKENS;
            case TRIED -> TRIED;
            case MODEL -> sizes();
        };
    }

    /** The default run but for what all points share and for what is varied. */
    private RunConfig config(int examples, int steps, int value) {
        CurveOptions.Curve curve = options.curve();
        RunConfig base = Defaults.run();
        GreaterSettings search = base.search().withSteps(steps);
        return new RunConfig(
                base.model(),
                options.task(),
                new SplitSizes(examples, 0, 0),
                curve == CurveOptions.Curve.TRIED ? tried(search, value) : search,
                curve == CurveOptions.Curve.CHAIN ? value : options.chainTokens(),
                base.answerTemperature(),
                base.fluencyWeight(),
                base.placement(),
                base.frozenBefore(),
                base.frozenAfter(),
                curve == CurveOptions.Curve.PROMPT ? " step".repeat(value - 1) + "." : base.init(),
                options.dtype(),
                base.device(),
                base.budget(),
                false,
                Acceleration.all(),
                base.method());
    }

    private CostPoint search(int value, Task task, GradientModel model) {
        boolean varied = options.curve() == CurveOptions.Curve.EXAMPLES;
        RunConfig config = config(varied ? value : options.examples(), options.steps(), value);
        CostPoint point = CostPoint.of(value, benchmark.run(config, task, model));
        return switch (options.curve()) {
            case PROMPT -> point.at(point.promptTokens());
            // chains may end before the limit
            case CHAIN -> point.at(point.meanChain());
            default -> point;
        };
    }

    // enough proposals that there are as many candidates as are tried
    private static GreaterSettings tried(GreaterSettings base, int trials) {
        return new GreaterSettings(
                base.steps(),
                base.seed(),
                base.topK(),
                base.topKIncrement(),
                base.subsets(),
                base.subsetSize(),
                Math.max(base.minimumCandidates(), trials),
                trials,
                base.selectionFluencyWeight(),
                base.selectionLossShare(),
                base.evidence(),
                base.stopWins(),
                base.keepIncumbent(),
                base.patience(),
                base.filler(),
                base.finalists());
    }

    private CostPoint randomModel(int size) {
        try (GradientModel model = RandomModel.open(size, options.bfloat16(), 1)) {
            CostPoint point =
                    new RandomSearch(model, options.examples(), options.chainTokens(), options.steps()).measure(size);
            return point.at((double) model.info().parameters());
        }
    }

    // as memory allows
    private static int[] sizes() {
        long available = availableBytes();
        int count = 1;
        while (count < RandomModel.sizes() && RandomModel.parameters(count) * BYTES_PER_WEIGHT < available) {
            count++;
        }
        int[] sizes = new int[count];
        Arrays.setAll(sizes, at -> at);
        return sizes;
    }

    private static long availableBytes() {
        Path memory = Path.of("/proc/meminfo");
        try {
            return Files.readAllLines(memory).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(4L << 30);
        } catch (IOException e) {
            return 4L << 30; // a system that does not tell
        }
    }

    // each point is expected to take longer than the one before by as much as that did than the one before it
    private List<CostPoint> measure(int[] values, IntFunction<CostPoint> measured) {
        List<CostPoint> points = new ArrayList<>();
        double last = 0;
        double growth = 2;
        for (int value : values) {
            double left = options.minutes() * 60 - seconds();
            if (last * growth > left) {
                System.err.printf(Locale.ROOT, "%d and above: left out, for want of time%n", value);
                break;
            }
            double before = seconds();
            CostPoint point = measured.apply(value);
            double took = seconds() - before;
            growth = last == 0 ? growth : Math.max(1, took / last);
            last = took;
            points.add(point);
            System.err.println(point.csv());
        }
        return points;
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private void write(List<CostPoint> points, ModelInfo model) {
        String name = "cost-" + options.curve().label();
        StringBuilder csv = new StringBuilder(CostPoint.HEADER).append('\n');
        points.forEach(point -> csv.append(point.csv()).append('\n'));
        try {
            Files.createDirectories(options.out());
            Files.writeString(options.out().resolve(name + ".csv"), csv);
            Files.writeString(options.out().resolve(name + ".svg"), plot(points, model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        print(points, model);
    }

    private String plot(List<CostPoint> points, ModelInfo model) {
        boolean logarithmic = options.curve() == CurveOptions.Curve.MODEL;
        double[] x = points.stream().mapToDouble(CostPoint::x).toArray();
        LinePlot plot = new LinePlot(
                        "Seconds a step, " + model.dtype() + ", "
                                + model.settings().getOrDefault("threads", "?") + " threads",
                        options.curve().axis(),
                        "seconds",
                        logarithmic)
                .line("step", x, seconds(points))
                .line(
                        "select",
                        x,
                        points.stream().mapToDouble(CostPoint::select).toArray())
                .line(
                        "gradient",
                        x,
                        points.stream().mapToDouble(CostPoint::gradient).toArray())
                .line(
                        "propose",
                        x,
                        points.stream().mapToDouble(CostPoint::propose).toArray());
        if (!logarithmic && points.size() > 2) {
            Fit fit = Fit.of(x, seconds(points));
            plot.dashed("fitted line", x, Arrays.stream(x).map(fit::at).toArray());
        }
        return plot.svg();
    }

    private void print(List<CostPoint> points, ModelInfo model) {
        System.out.printf(
                Locale.ROOT,
                "%s; %s, seed %d, %d steps a point; %s%n%n",
                options.curve() == CurveOptions.Curve.MODEL ? "models of random weights" : model.name(),
                model.dtype(),
                Defaults.SEED,
                options.steps(),
                Machine.of(model).describe() + ", " + LocalDate.now(ZoneOffset.UTC));
        System.out.println("| " + options.curve().axis()
                + " | seconds a step | propose | gradient | select | other | tokens a step |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (CostPoint point : points) {
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f |%n",
                    point.x(),
                    point.seconds(),
                    point.propose(),
                    point.gradient(),
                    point.select(),
                    point.other(),
                    point.tokens());
        }
        if (points.size() > 2) {
            double[] x = points.stream().mapToDouble(CostPoint::x).toArray();
            Fit line = Fit.of(x, seconds(points));
            System.out.printf(
                    Locale.ROOT,
                    "%nfitted line: %.3g s + %.3g s each, which explains %.1f %% of the variance; grows with power %.2f%n",
                    line.intercept(),
                    line.slope(),
                    100 * line.explained(),
                    Fit.ofLogarithms(x, seconds(points)).slope());
        }
    }

    private static double[] seconds(List<CostPoint> points) {
        return points.stream().mapToDouble(CostPoint::seconds).toArray();
    }
}
