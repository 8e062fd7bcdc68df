package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.SizeChoice;
import org.greater4j.app.TaskChoice;
import org.greater4j.app.bench.Benchmark;
import org.greater4j.app.bench.BenchmarkResult;
import org.greater4j.task.SplitSizes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "bench",
        header = "Time some steps of a search, phase by phase.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "",
            "Runs the search of `greater optimize` on its training examples (same seed, same examples) and holds what it"
                    + " needed against the best matrix product of this machine. Measures no prompt on held-out examples"
                    + " and leaves no run directory."
        },
        commandListHeading = "%nCommands%n",
        subcommands = BenchEngineCommand.class,
        footerHeading = "%nExamples%n",
        footer = {
            "  greater bench --train 8 --steps 2",
            "  greater bench --task bbh/navigate --data ../bbh --preset paper --train 20 --steps 3",
            "  greater bench --steps 2 --plain --record plain.json",
            "  greater bench --steps 2 --without drafts --compare plain.json --json"
        })
final class BenchCommand implements Command {
    @ArgGroup(validate = false, heading = "%nModel%n", order = 1)
    ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nTask%n", order = 2)
    TaskOptions task = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nPrompt%n", order = 4)
    FramingOptions framing = new FramingOptions();

    @ArgGroup(validate = false, heading = "%nBenchmark%n", order = 5)
    BenchOptions bench = new BenchOptions();

    @ArgGroup(validate = false, heading = "%nMethod%n", order = 6)
    SearchOptions search = new SearchOptions();

    @ArgGroup(validate = false, heading = "%nSpeed%n", order = 7)
    AccelerationOptions speed = new AccelerationOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    /** How much is timed, and what becomes of the choices. */
    static final class BenchOptions {
        @Option(
                names = "--train",
                paramLabel = "N",
                description = "Training examples (default: " + Defaults.TRAIN + ", fewer if the task is small).")
        @Nullable
        Integer train;

        @Option(
                names = "--steps",
                paramLabel = "N",
                description = "Steps of the search (default: " + Defaults.STEPS + ").")
        @Nullable
        Integer steps;

        @Option(
                names = "--preset",
                paramLabel = "NAME",
                description = PresetOption.SEARCH_DESCRIPTION + " Flags win over it.")
        @Nullable
        String preset;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Of the split and of all random draws (default: " + Defaults.SEED + ").")
        @Nullable
        Long seed;

        @Option(
                names = "--init",
                paramLabel = "TEXT|@FILE",
                description = "The initial prompt, or a file that holds it (default: the release's).")
        @Nullable
        String init;

        @Option(
                names = "--record",
                paramLabel = "FILE",
                description = "Write what every step decided to a new JSON file.")
        @Nullable
        String record;

        @Option(
                names = "--compare",
                paramLabel = "FILE",
                description = "Say whether every step decides what is recorded in such a file.")
        @Nullable
        String compare;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(task.problems());
        problems.addAll(speed.problems());
        preset().searchProblem().ifPresent(problems::add);
        // a file is read later
        String init = bench.init == null || bench.init.startsWith("@") ? Defaults.INIT : bench.init;
        problems.addAll(config(init, TaskChoice.named(Defaults.TASK), sizes().defaults())
                .problems());
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        String init = bench.init == null ? Defaults.INIT : PromptText.initial(bench.init);
        TaskChoice choice = task.choice(invocation.terminal().environment());
        RunConfig config =
                config(init, choice, sizes().fit(choice, invocation.terminal().environment()));
        BenchmarkResult result;
        try {
            result = new Benchmark(
                            invocation.models(model.ceiling()),
                            new BenchNarrator(invocation.narration()),
                            invocation.interruption())
                    .run(config, file(bench.record, "--record"), file(bench.compare, "--compare"));
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            invocation.narration().clear();
            throw new Interrupted("interrupted; nothing was recorded");
        }
        invocation.narration().clear();
        if (invocation.json()) {
            JsonOutput.print(invocation.terminal(), BenchJson.of(result));
        } else {
            new BenchReport(invocation.terminal(), result).print();
        }
        return 0;
    }

    // neither dev nor test examples are touched
    private SizeChoice sizes() {
        return new SizeChoice(bench.train, 0, 0, preset().search());
    }

    private PresetOption preset() {
        return new PresetOption(bench.preset);
    }

    private RunConfig config(String init, TaskChoice choice, SplitSizes sizes) {
        return new SearchGroups(model, framing, search, speed)
                .config(preset().search(), init, choice, sizes, bench.steps, bench.seed, Budget.NONE, false);
    }

    private static @Nullable Path file(@Nullable String given, String option) {
        return given == null ? null : Arguments.file(given, option).toPath();
    }
}
