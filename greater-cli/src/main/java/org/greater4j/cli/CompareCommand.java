package org.greater4j.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.FeedbackChoice;
import org.greater4j.app.Method;
import org.greater4j.app.Methods;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunDirectoryName;
import org.greater4j.app.TaskChoice;
import org.greater4j.app.study.Study;
import org.greater4j.app.study.StudyCell;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "compare",
        header = "Run several methods on the same rows within the same budget, and test the differences.",
        description = {
            "",
            "Every method begins with the same prompt, chooses on the same dev examples and is measured once on the same test"
                    + " examples. A budget of tokens counts what is read and generated, by whichever model. The same command goes"
                    + " on with what it began, if it is given the same --out."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater compare --budget tokens=200000",
            "  greater compare --methods greater,opro,gepa --tasks gen/sentiment,gen/navigate --budget tokens=500000",
            "  greater compare --task reviews.csv --methods greater,protegi --seeds 1,2 --budget minutes=10"
        })
final class CompareCommand implements Command {
    private static final String METHODS =
            "greater,ape,ape-iterative,protegi,opro,pe2,textgrad,evoprompt-ga,evoprompt-de,gepa";

    /** Steps of a search that is to end by its budget. */
    private static final int ENDLESS = 100_000;

    @ArgGroup(validate = false, heading = "%nComparison%n", order = 1)
    ComparisonOptions comparison = new ComparisonOptions();

    @ArgGroup(validate = false, heading = "%nModel%n", order = 2)
    ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nTask%n", order = 3)
    TaskOptions task = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nSplit%n", order = 4)
    SizeOptions sizes = new SizeOptions();

    @ArgGroup(validate = false, heading = "%nPrompt%n", order = 5)
    FramingOptions framing = new FramingOptions();

    @ArgGroup(validate = false, heading = "%nMethods by text feedback%n", order = 6)
    FeedbackOptions feedback = new FeedbackOptions();

    @ArgGroup(validate = false, heading = "%nModels over the network%n", order = 7)
    RemoteOptions remote = new RemoteOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    /** What is compared. */
    static final class ComparisonOptions {
        @Option(
                names = "--methods",
                paramLabel = "NAME,...",
                description = "Methods beside the initial prompt (default: " + METHODS + ").")
        @Nullable
        String methods;

        @Option(
                names = "--tasks",
                paramLabel = "T,...",
                description = "Several tasks by their names (default: the one of --task).")
        @Nullable
        String tasks;

        @Option(names = "--seeds", paramLabel = "N,...", description = "One run each for several seeds.")
        @Nullable
        String seeds;

        @Option(
                names = "--budget",
                paramLabel = "LIMITS",
                description = "End every search there, such as tokens=500000; without it, each does its default steps.")
        @Nullable
        String budget;

        @Option(names = "--preset", paramLabel = "NAME", description = PresetOption.DESCRIPTION)
        @Nullable
        String preset;

        @Option(
                names = "--steps",
                paramLabel = "N",
                description =
                        "Steps of greater (default: until the budget is spent; without one, " + Defaults.STEPS + ").")
        @Nullable
        Integer steps;

        @Option(
                names = "--init",
                paramLabel = "TEXT|@FILE",
                description = "The initial prompt, or a file that holds it (default: the release's).")
        @Nullable
        String init;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Folder of the runs: new, empty, or that of a comparison to go on with (default:"
                        + " runs/TIME-compare-N).")
        @Nullable
        String out;

        @Option(
                names = "--accept-changes",
                description = "Go on with interrupted runs as `resume --accept-changes` does.")
        boolean acceptChanges;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(task.problems());
        BudgetText budget = BudgetText.parse(comparison.budget);
        problems.addAll(budget.problems());
        problems.addAll(remote.limitProblems());
        preset().problem().ifPresent(problems::add);
        if (budget.limitsCalls()) {
            problems.add("--budget calls: expected tokens or minutes, found a limit of calls; limit those over the"
                    + " network by --remote-budget calls=N");
        }
        for (String name : methods()) {
            if (Methods.find(name).isEmpty()) {
                problems.add("--methods: expected some of " + String.join(", ", Methods.labels()) + ", found '" + name
                        + "'");
            }
        }
        if (asksRemote() && methods().contains(Methods.GREATER.label())) {
            problems.add("--methods: expected none that takes gradients, which " + model.model
                    + " does not show, found greater; leave it out");
        }
        for (String seed : words(comparison.seeds, "1")) {
            if (!seed.matches("-?[0-9]{1,18}")) {
                problems.add("--seeds: expected whole numbers, found '" + seed + "'");
            }
        }
        if (comparison.tasks != null && task.task != null) {
            problems.add("--tasks: expected either --task or --tasks, found both; leave one out");
        }
        if (sizes.seed != null && comparison.seeds != null) {
            problems.add("--seeds: expected either --seed or --seeds, found both; leave one out");
        }
        if (problems.isEmpty()) {
            // what only some methods heed is found here too, before there is a folder
            Stream.concat(Stream.of(Methods.INITIAL.label()), methods().stream())
                    .flatMap(method -> config(
                            method,
                            TaskChoice.named(Defaults.TASK),
                            sizes.choice(preset().search()).defaults(),
                            1,
                            Defaults.INIT,
                            budget.budget())
                            .problems()
                            .stream())
                    .distinct()
                    .forEach(problems::add);
        }
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        StudyPlan plan = plan(invocation.terminal().environment());
        Path directory = comparison.out == null
                ? RunDirectoryName.next(
                        Path.of("runs"), "compare", Clock.systemUTC().instant())
                : Arguments.file(comparison.out, "--out").toPath();
        StudyFolder.claim(directory, "compare.txt", StudyNarrator.grid(plan) + "\n");
        return new StudyCompletion(invocation, plan, directory)
                .complete(
                        narrator -> {
                            Study study =
                                    new Study(invocation.models(model.ceiling()), narrator, invocation.interruption());
                            return comparison.acceptChanges ? study.acceptingChanges() : study;
                        },
                        invocation.again("--out", directory.toString()));
    }

    private StudyPlan plan(Map<String, String> environment) {
        String init = comparison.init == null ? Defaults.INIT : PromptText.initial(comparison.init);
        Budget budget = BudgetText.parse(comparison.budget).budget();
        List<String> methods = new ArrayList<>(List.of(Methods.INITIAL.label()));
        methods().stream().filter(name -> !methods.contains(name)).forEach(methods::add);
        List<StudyCell> cells = new ArrayList<>();
        String modelName = model.model(Defaults.MODEL);
        for (String name : words(comparison.tasks, task.task == null ? Defaults.TASK : task.task)) {
            task.task = name;
            TaskChoice choice = task.choice(environment);
            Task loaded = choice.load(environment);
            SplitSizes fitting = sizes.choice(preset().search()).fit(loaded);
            for (String seed : words(comparison.seeds, Long.toString(sizes.seed(Defaults.SEED)))) {
                for (String method : methods) {
                    RunConfig config = config(method, choice, fitting, Long.parseLong(seed), init, budget);
                    cells.add(new StudyCell(modelName, name, method, Long.parseLong(seed), config, loaded));
                }
            }
        }
        return new StudyPlan("comparison", cells);
    }

    private RunConfig config(
            String method, TaskChoice choice, SplitSizes fitting, long seed, String init, Budget budget) {
        boolean endless = !budget.equals(Budget.NONE);
        int steps = comparison.steps != null
                ? comparison.steps
                : endless ? ENDLESS : preset().search().search().steps();
        Method chosen = Methods.of(method);
        return new SearchGroups(model, framing, new SearchOptions(), new AccelerationOptions())
                .config(
                        preset().search(),
                        init,
                        choice,
                        fitting,
                        steps,
                        seed,
                        chosen.searches() ? budget : Budget.NONE,
                        true)
                .withMethod(method)
                .withFeedback(
                        chosen.usesFeedback()
                                ? feedback.choice(preset(), remote.choice())
                                : FeedbackChoice.DEFAULT.withRemote(remote.choice()));
    }

    private PresetOption preset() {
        return new PresetOption(comparison.preset);
    }

    /** Those asked for; by default all that the model can do. */
    private List<String> methods() {
        List<String> named = words(comparison.methods, METHODS).stream()
                .map(name -> Methods.find(name).map(Method::label).orElse(name))
                .distinct()
                .toList();
        return comparison.methods == null && asksRemote()
                ? named.stream()
                        .filter(name -> !name.equals(Methods.GREATER.label()))
                        .toList()
                : named;
    }

    private boolean asksRemote() {
        return model.model != null && RemoteName.isRemote(model.model);
    }

    private static List<String> words(@Nullable String given, String otherwise) {
        return Arrays.stream((given == null ? otherwise : given).split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
    }
}
