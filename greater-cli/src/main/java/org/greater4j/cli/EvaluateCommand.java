package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.greater4j.app.Defaults;
import org.greater4j.app.EvaluationConfig;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.Preset;
import org.greater4j.app.PromptEvaluation;
import org.greater4j.app.RunConfig;
import org.greater4j.app.SizeChoice;
import org.greater4j.app.SplitPart;
import org.greater4j.app.TaskChoice;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.task.PublishedParts;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "evaluate",
        header = "Measure a prompt on held-out examples.",
        description = {
            "",
            "A prompt out of a run directory is measured as the run did it: model, task, sizes, seed, placement and limits"
                    + " are read from the run's manifest, and flags given here win."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater evaluate --prompt runs/mine",
            "  greater evaluate --prompt @runs/mine/prompt.txt --examples",
            "  greater evaluate --task gen/is_animal --prompt \"Answer with one word.\" --limit 40",
            "  greater evaluate --prompt runs/mine --against \"Let's think step by step.\" --out rows.jsonl",
            "  greater evaluate --task bbh/navigate --data ../bbh --prompt \"\" --json",
            "  greater evaluate --prompt runs/mine --model openai:NAME@http://localhost:8000/v1"
        })
final class EvaluateCommand implements Command {
    @ArgGroup(validate = false, heading = "%nModel%n", order = 1)
    ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nTask%n", order = 2)
    TaskOptions task = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nSplit%n", order = 3)
    SizeOptions sizes = new SizeOptions();

    @ArgGroup(validate = false, heading = "%nPrompt%n", order = 4)
    FramingOptions framing = new FramingOptions();

    @ArgGroup(validate = false, heading = "%nEvaluation%n", order = 5)
    PartOptions part = new PartOptions();

    @ArgGroup(validate = false, heading = "%nModels over the network%n", order = 6)
    RemoteOptions remote = new RemoteOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    /** Which prompt, on which part, and what is shown. */
    static final class PartOptions {
        @Option(
                names = "--prompt",
                paramLabel = "TEXT|@FILE|RUN",
                description =
                        "The prompt, a file that holds it, or the directory of the run that found it; an empty text"
                                + " asks the bare questions.")
        @Nullable
        String prompt;

        @Option(
                names = "--against",
                paramLabel = "TEXT|@FILE|RUN",
                description = "Another prompt, measured on the same rows and compared with the first one row by row.")
        @Nullable
        String against;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Write what came of every example to a new file of JSON lines.")
        @Nullable
        String out;

        @Option(
                names = "--split",
                paramLabel = "PART",
                converter = PartReader.class,
                description = "train, dev or test (default: test).")
        @Nullable
        SplitPart split;

        @Option(names = "--limit", paramLabel = "N", description = "Most examples to ask, from the part's front.")
        @Nullable
        Integer limit;

        @Option(names = "--examples", description = "Show what came of every example.")
        boolean examples;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(task.problems());
        problems.addAll(remote.problems());
        if (part.prompt == null) {
            problems.add("--prompt: expected TEXT, @FILE or a run directory, found none");
        }
        SplitSizes defaults = new SizeChoice(null, null, null).defaults();
        problems.addAll(
                config(sizes(defaults, null), plainBase(Map.of()), "", true).problems());
        return problems;
    }

    @Override
    public int run(Invocation invocation) {
        PromptText prompt = PromptText.of(String.valueOf(part.prompt));
        Path run = prompt.run();
        Map<String, String> environment = invocation.terminal().environment();
        EvaluationConfig base = run == null ? plainBase(environment) : EvaluationConfig.ofRun(run, prompt.text());
        TaskChoice choice = task.over(base.task(), environment);
        // sizes of a run are of its task
        SplitSizes known = run == null || !choice.equals(base.task()) ? null : base.sizes();
        @Nullable Task loaded = known == null ? choice.load(environment) : null;
        EvaluationConfig config = config(sizes(known, loaded), base, prompt.text(), prompt.spelled());
        config.check();
        if (run != null) {
            invocation.narration().say("settings of the run " + run + " (flags win)");
        }
        @Nullable PromptText against = part.against == null ? null : PromptText.of(part.against, "--against");
        @Nullable
        Path out = part.out == null ? null : Arguments.file(part.out, "--out").toPath();
        if (out != null) {
            ExampleRecords.requireNew(out);
        }
        PromptEvaluation.Result result;
        PromptEvaluation.@Nullable Pair pair = null;
        PromptEvaluation evaluation = new PromptEvaluation(
                invocation.models(model.ceiling()),
                new EvaluationNarrator(invocation.narration()),
                invocation.interruption(),
                remote.choice());
        try {
            if (against == null) {
                result = evaluation.evaluate(config);
            } else {
                pair = evaluation.compare(config, against.text(), against.spelled());
                result = pair.result();
            }
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            invocation.narration().clear();
            throw new Interrupted("interrupted; nothing was recorded");
        }
        invocation.narration().clear();
        if (run != null) {
            tellWhatChanged(invocation.narration(), RunRecord.read(run).manifest(), result);
        }
        if (out != null) {
            ExampleRecords.write(out, result, pair == null ? null : pair.against());
        }
        EvaluationReport report = new EvaluationReport(invocation.terminal(), result, pair, evaluation.spending());
        if (invocation.json()) {
            JsonOutput.print(invocation.terminal(), report.json(run));
        } else {
            report.print(part.examples);
        }
        return 0;
    }

    private EvaluationConfig plainBase(Map<String, String> environment) {
        RunConfig defaults = Defaults.run();
        return new EvaluationConfig(
                defaults.model(),
                task.choice(environment),
                defaults.sizes(),
                SplitPart.TEST,
                null,
                defaults.search().seed(),
                defaults.maxNewTokens(),
                defaults.placement(),
                defaults.frozenBefore(),
                defaults.frozenAfter(),
                "",
                false,
                defaults.dtype(),
                defaults.device());
    }

    private EvaluationConfig config(SplitSizes sizesOfSplit, EvaluationConfig base, String prompt, boolean spelled) {
        return new EvaluationConfig(
                model.model(base.model()),
                task.over(base.task(), Map.of()),
                sizesOfSplit,
                split(),
                part.limit,
                sizes.seed(base.seed()),
                framing.maxNewTokens(base.maxNewTokens()),
                framing.placement(base.placement()),
                framing.frozenBefore(base.frozenBefore()),
                framing.frozenAfter(base.frozenAfter()),
                prompt,
                spelled,
                model.dtype(base.dtype()),
                model.device(base.device()));
    }

    private SplitPart split() {
        return part.split == null ? SplitPart.TEST : part.split;
    }

    /**
     * The asked part's size, and of the others what its place depends on: test rows are taken from the front, training rows from the back,
     * dev rows before these.
     */
    private SplitSizes sizes(@Nullable SplitSizes ofRun, @Nullable Task loaded) {
        SizeChoice given = sizes.choice(Preset.DEFAULT);
        SplitSizes base = ofRun;
        if (base == null) {
            base = new SizeChoice(null, null, null).fit(Objects.requireNonNull(loaded));
        }
        int train = given.train() != null ? given.train() : base.train();
        int dev = given.dev() != null ? given.dev() : base.dev();
        int test = given.test() != null ? given.test() : base.test();
        // --limit 200 alone asks for up to 200
        int available = loaded == null ? 0 : available(loaded, train);
        int atLeast = part.limit != null ? Math.min(part.limit, available) : 0;
        return switch (split()) {
            case TRAIN -> new SplitSizes(given.train() != null ? train : Math.max(train, atLeast), 0, 0);
            case DEV -> new SplitSizes(train, given.dev() != null ? dev : Math.max(dev, atLeast), 0);
            case TEST -> new SplitSizes(0, 0, given.test() != null ? test : Math.max(test, atLeast));
        };
    }

    /** How many examples the asked part can have; dev rows are those that training rows leave, unless they are published apart. */
    private int available(Task task, int train) {
        PublishedParts parts = task.details().parts();
        int all = task.examples().size();
        return switch (split()) {
            case TRAIN -> parts == null ? all : parts.train();
            case DEV -> parts == null ? all - train : parts.dev() > 0 ? parts.dev() : parts.train() - train;
            case TEST -> parts == null ? all : parts.test();
        };
    }

    private static void tellWhatChanged(Narration narration, Manifest then, PromptEvaluation.Result now) {
        if (now.model().isRemote()) {
            narration.say("note: another model than the run's; its prompt was made for "
                    + then.model().name());
        } else if (!then.model().sha256().equals(now.model().sha256())) {
            narration.say("note: another model file than the run's, so the figures may differ");
        }
        if (then.task().name().equals(now.task().name())
                && !then.task().source().equals(now.task().source())) {
            narration.say("note: the task's examples are not those of the run, so the figures may differ");
        }
    }

    static final class PartReader implements ITypeConverter<SplitPart> {
        @Override
        public SplitPart convert(String text) {
            return Arrays.stream(SplitPart.values())
                    .filter(part -> part.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(SplitPart.values())
                                    .map(SplitPart::label)
                                    .collect(Collectors.joining(", "))
                            + ", found '" + text + "'"));
        }
    }
}
