package org.greater4j.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.Method;
import org.greater4j.app.Methods;
import org.greater4j.app.Optimization;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunDirectoryName;
import org.greater4j.app.TaskChoice;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.SplitSizes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "optimize",
        header = "Improve a prompt, and measure it on held-out examples before and after.",
        description = {
            "",
            "Leaves a run directory with every step in it, and the prompt in prompt.txt. A run can be interrupted at any"
                    + " moment and gone on with by `greater resume`."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater optimize",
            "  greater optimize --task gen/is_animal --steps 8 --seed 2",
            "  greater optimize --task reviews.csv --question-field text --answer-field label",
            "  greater optimize --task bbh/navigate --data ../bbh --train 12 --dev 12 --test 40",
            "  greater optimize --init @my-prompt.txt --out runs/mine --budget minutes=10",
            "  greater optimize --method opro --optimizer openai:NAME@http://localhost:8000/v1 --budget tokens=200000",
            "  greater optimize --config run.yaml --seed 3 --json"
        })
final class OptimizeCommand implements Command {
    @ArgGroup(validate = false, heading = "%nModel%n", order = 1)
    ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nTask%n", order = 2)
    TaskOptions task = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nSplit%n", order = 3)
    SizeOptions sizes = new SizeOptions();

    @ArgGroup(validate = false, heading = "%nPrompt%n", order = 4)
    FramingOptions framing = new FramingOptions();

    @ArgGroup(validate = false, heading = "%nRun%n", order = 5)
    RunOptions run = new RunOptions();

    @ArgGroup(validate = false, heading = "%nMethod%n", order = 6)
    SearchOptions search = new SearchOptions();

    @ArgGroup(validate = false, heading = "%nMethods by text feedback%n", order = 7)
    FeedbackOptions feedback = new FeedbackOptions();

    @ArgGroup(validate = false, heading = "%nModels over the network%n", order = 7)
    RemoteOptions remote = new RemoteOptions();

    @ArgGroup(validate = false, heading = "%nSpeed%n", order = 8)
    AccelerationOptions speed = new AccelerationOptions();

    @ArgGroup(validate = false, heading = "%nProgress%n", order = 8)
    StreamOptions stream = new StreamOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    /** What a run begins with, where it goes and when it ends. */
    static final class RunOptions {
        @Option(
                names = "--init",
                paramLabel = "TEXT|@FILE",
                description = "The initial prompt, or a file that holds it (default: the release's).")
        @Nullable
        String init;

        @Option(
                names = "--steps",
                paramLabel = "N",
                description = "Positions to optimise, one a step (default: " + Defaults.STEPS + ").")
        @Nullable
        Integer steps;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Run directory, new or empty (default: runs/TIME-TASK-N).")
        @Nullable
        String out;

        @Option(
                names = "--budget",
                paramLabel = "LIMITS",
                description = "End the search early, such as tokens=2000000,minutes=10.")
        @Nullable
        String budget;

        @Option(names = "--preset", paramLabel = "NAME", description = PresetOption.DESCRIPTION + " Flags win over it.")
        @Nullable
        String preset;

        @Option(names = "--no-test", description = "Leave the test examples untouched.")
        boolean noTest;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "YAML file with options by their names here; flags win.")
        @Nullable
        String config;

        @Option(
                names = "--method",
                paramLabel = "NAME",
                description =
                        "initial (no search), zero-shot-cot (a prompt of its own, no search), greater, or by text feedback: ape,"
                                + " ape-iterative, protegi, opro, pe2, textgrad, evoprompt-ga, evoprompt-de, gepa (default: "
                                + Defaults.METHOD + ").")
        @Nullable
        String method;

        @Option(names = "--spark", paramLabel = "MASTER", hidden = true, description = "Not in this version.")
        @Nullable
        String spark;
    }

    @Nullable
    Path configFile() {
        return run.config == null
                ? null
                : Arguments.file(run.config, "--config").toPath();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(task.problems());
        problems.addAll(speed.problems());
        BudgetText budget = BudgetText.parse(run.budget);
        problems.addAll(budget.problems());
        problems.addAll(remote.limitProblems());
        preset().problem().ifPresent(problems::add);
        if (run.out != null && run.out.isBlank()) {
            problems.add("--out: expected a path, found an empty text");
        }
        // a file is read later
        String init = run.init == null || run.init.startsWith("@") ? Defaults.INIT : run.init;
        problems.addAll(config(
                        init,
                        TaskChoice.named(Defaults.TASK),
                        sizes.choice(preset().search()).defaults(),
                        budget.budget())
                .problems());
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        refuseWhatIsToCome();
        Map<String, String> environment = invocation.terminal().environment();
        TaskChoice choice = task.choice(environment);
        RunConfig config = config(choice, sizes.choice(preset().search()).fit(choice, environment));
        config.check();
        Path directory = run.out == null
                ? RunDirectoryName.next(
                        Path.of("runs"), choice.name(), Clock.systemUTC().instant())
                : Arguments.file(run.out, "--out").toPath();
        new RunCompletion(invocation, directory)
                .complete(listener -> new Optimization(
                                invocation.models(model.ceiling()), listener, invocation.interruption())
                        .run(config, directory));
        return 0;
    }

    /** What the options come to, for a task and the sizes of its split. */
    RunConfig config(TaskChoice choice, SplitSizes sizesOfRun) {
        String init = run.init == null ? Defaults.INIT : PromptText.initial(run.init);
        return config(init, choice, sizesOfRun, BudgetText.parse(run.budget).budget());
    }

    private RunConfig config(String init, TaskChoice choice, SplitSizes sizesOfRun, Budget budget) {
        return new SearchGroups(model, framing, search, speed)
                .config(preset().search(), init, choice, sizesOfRun, run.steps, sizes.seed, budget, !run.noTest)
                .withMethod(method())
                .withFeedback(feedback.choice(preset(), remote.choice()));
    }

    PresetOption preset() {
        return new PresetOption(run.preset);
    }

    private String method() {
        return run.method == null ? Defaults.METHOD : run.method;
    }

    private void refuseWhatIsToCome() {
        if (run.init != null && Methods.ZERO_SHOT_COT.label().equals(run.method)) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--init: expected none with --method zero-shot-cot, which has a prompt of its own; leave one of them out");
        }
        Method method = Methods.of(method());
        if (feedback.optimizer != null && !method.usesFeedback()) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--optimizer: expected a method by text feedback, such as --method opro, found --method "
                            + method.label() + ", which asks no model to write; leave one of them out");
        }
        if (run.spark != null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_OPTION,
                    "--spark: expected a version with Spark, found one that runs in one process; leave the option out");
        }
        if (BudgetText.parse(run.budget).limitsCalls()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_OPTION,
                    "--budget calls: expected tokens or minutes, found a limit of calls; limit those over the network by"
                            + " --remote-budget calls=N");
        }
    }
}
