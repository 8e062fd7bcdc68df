package org.greater4j.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.app.Optimization;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.GradientModel;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.greater4j.task.Task;

/**
 * What a search in bfloat16 finds, beside one in float32: whole runs with the defaults, each measured on its held-out examples in its own type.
 *
 * <p>Arguments: folder for the runs, data directory, seeds (1,2,3), tasks.
 */
public final class PrecisionEffect {
    private static final List<String> TYPES = List.of("float32", "bfloat16");

    private PrecisionEffect() {}

    public static void main(String[] arguments) {
        Path out = Path.of(arguments[0]);
        Models models = new Models();
        try (GradientModel exact = models.open(Defaults.MODEL, TYPES.get(0), "cpu");
                GradientModel reduced = models.open(Defaults.MODEL, TYPES.get(1), "cpu")) {
            System.out.printf(
                    "%s, defaults of optimize; %s%n%n",
                    exact.info().name(), Machine.of(exact.info()).describe());
            System.out.println("| task | seed | type | before | after | fixed, broken | seconds |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (String name : List.of(arguments).subList(3, arguments.length)) {
                Task task = NamedTask.load(name, arguments[1]);
                for (String seed : arguments[2].split(",")) {
                    RunConfig config = Defaults.run().withSeed(Long.parseLong(seed));
                    for (GradientModel model : List.of(exact, reduced)) {
                        Path directory = out.resolve(name.replace('/', '-') + "-" + seed + "-"
                                + model.info().dtype());
                        RunResult result = new Optimization(models, new RunListener() {}, new Interruption())
                                .run(config, task, model, directory);
                        print(name, seed, model.info().dtype(), result);
                    }
                }
            }
        }
    }

    private static void print(String task, String seed, String type, RunResult result) {
        TestResult test = result.test();
        if (test == null || test.comparison() == null) {
            throw new IllegalStateException("expected a run that measured its test examples");
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.1f %% | %.1f %% | %d, %d | %.0f |%n",
                task,
                seed,
                type,
                100 * test.before().accuracy(),
                100 * test.after().accuracy(),
                test.comparison().fixed(),
                test.comparison().broken(),
                result.seconds());
    }
}
