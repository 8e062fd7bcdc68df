package org.greater4j.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.app.bench.Benchmark;
import org.greater4j.app.bench.BenchmarkResult;
import org.greater4j.app.bench.ChoicesComparison;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.GradientModel;
import org.greater4j.task.Task;

/**
 * What each acceleration is worth: the seconds of a step with all of them, without each by itself, and by the plain reading, and whether the
 * choices are the same.
 *
 * <p>Arguments: task, data directory, training examples, tokens of a chain, steps, and {@code plain} or {@code noplain}. One model of
 * each kind serves all searches, one after the other; a search with all of them comes first, last, and before that once to warm up.
 */
public final class AccelerationShares {
    private final RunConfig config;
    private final Task task;
    private final Benchmark benchmark;
    private double secondsWithAll;

    private AccelerationShares(RunConfig config, Task task) {
        this.config = config;
        this.task = task;
        this.benchmark = new Benchmark(new Models(), RunListener.SILENT, new Interruption());
    }

    public static void main(String[] arguments) {
        RunConfig config = Defaults.run()
                .withSizes(Integer.parseInt(arguments[2]), 0, 0)
                .withMaxNewTokens(Integer.parseInt(arguments[3]))
                .withSteps(Integer.parseInt(arguments[4]));
        Task task = NamedTask.load(arguments[0], arguments[1]);
        new AccelerationShares(config, task).run(arguments[5].equals("plain"));
    }

    private void run(boolean plain) {
        BenchmarkResult all;
        try (GradientModel model = new Models().open(Defaults.MODEL, "float32", "cpu")) {
            benchmark.run(config.withSteps(1), task, model);
            all = benchmark.run(config, task, model);
            secondsWithAll = all.meanStepSeconds();
            System.out.printf(
                    Locale.ROOT,
                    "%s, float32, %s, %d training examples, chains of at most %d, %d steps, seed %d; %s, %s%n%n",
                    model.info().name(),
                    task.name(),
                    config.sizes().train(),
                    config.maxNewTokens(),
                    config.search().steps(),
                    config.search().seed(),
                    all.machine().describe(),
                    LocalDate.now(ZoneOffset.UTC));
            System.out.println("| | seconds a step | times as long | choices |");
            System.out.println("|---|---|---|---|");
            row("all accelerations", all, all);
            for (Acceleration off : Acceleration.values()) {
                Set<Acceleration> others = EnumSet.allOf(Acceleration.class);
                others.remove(off);
                row("without " + off.label(), benchmark.run(config.withAccelerations(others), task, model), all);
            }
            row("all accelerations, again", benchmark.run(config, task, model), all);
        }
        if (plain) {
            RunConfig plainly = config.withAccelerations(Acceleration.none());
            try (GradientModel model = new Models().open(plainly)) {
                row("plain reading", benchmark.run(plainly, task, model), all);
            }
        }
    }

    private void row(String what, BenchmarkResult found, BenchmarkResult all) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s |%n",
                what,
                found.meanStepSeconds(),
                found.meanStepSeconds() / secondsWithAll,
                ChoicesComparison.of(all.choices(), found.choices()).same() ? "the same" : "differ");
    }
}
