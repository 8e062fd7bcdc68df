package org.greater4j.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Environment;
import org.greater4j.run.Manifest;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunResult;
import org.greater4j.run.SplitIds;
import org.greater4j.run.TaskIdentity;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Begins and resumes optimisation runs.
 *
 * <p>Everything that can be wrong with a configuration is found before the run directory is made: options, task, model, prompt. Then the
 * manifest is written, and from there on a run can be killed at any instant and resumed.
 */
public final class Optimization {
    private final ModelOpener models;
    private final RunListener listener;
    private final Interruption interruption;
    private final boolean acceptsChanges;

    public Optimization(ModelOpener models, RunListener listener, Interruption interruption) {
        this(models, listener, interruption, false);
    }

    private Optimization(ModelOpener models, RunListener listener, Interruption interruption, boolean acceptsChanges) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
        this.acceptsChanges = acceptsChanges;
    }

    /**
     * The same, but runs go on with another program, model file, task file or number of threads than they began with; their events tell
     * which. Such a run need not come to the result of the unbroken one.
     */
    public Optimization acceptingChanges() {
        return new Optimization(models, listener, interruption, true);
    }

    /** Like {@link #Optimization(ModelOpener, RunListener, Interruption)}, never interrupted. */
    public Optimization(ModelOpener models, RunListener listener) {
        this(models, listener, new Interruption());
    }

    /**
     * Runs a configuration from its beginning, with its task and model loaded by name.
     *
     * @param directory new or empty
     */
    public RunResult run(RunConfig config, Path directory) {
        return run(config, directory, null);
    }

    /**
     * Like {@link #run(RunConfig, Path)}, with a note in the manifest of where the initial prompt came from.
     *
     * @param branchedFrom null if it came from nowhere
     */
    public RunResult run(RunConfig config, Path directory, Manifest.@Nullable Branch branchedFrom) {
        config.check();
        Task task = config.task().load();
        try (RunDirectory run = RunDirectory.create(directory)) {
            Split split = Split.of(task, config.sizes(), config.search().seed());
            try (GradientModel model = models.open(config)) {
                return begin(config, task, split, model, run, branchedFrom);
            }
        }
    }

    /**
     * Runs a configuration with a task and a model of the caller's, which stays open. What the configuration says about loading them is
     * recorded but not used.
     */
    public RunResult run(RunConfig config, Task task, GradientModel model, Path directory) {
        config.check();
        try (RunDirectory run = RunDirectory.create(directory)) {
            return begin(
                    config, task, Split.of(task, config.sizes(), config.search().seed()), model, run, null);
        }
    }

    /**
     * Goes on with an interrupted run to the result of the unbroken one; a finished run's result is returned as it is.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if the directory holds no run, or the task has other rows now; ({@code RUN_CHANGED})
     *     naming all that its numbers hang on and that is another now, unless changes are accepted
     */
    public RunResult resume(Path directory) {
        return goOn(directory, null);
    }

    /** Like {@link #resume(Path)}, with a task of the caller's. */
    public RunResult resume(Path directory, Task task) {
        return goOn(directory, task);
    }

    private RunResult goOn(Path directory, @Nullable Task given) {
        try (RunDirectory run = RunDirectory.open(directory)) {
            Optional<RunResult> finished = run.result();
            if (finished.isPresent()) {
                listener.finished(directory, finished.get());
                return finished.get();
            }
            Manifest manifest = run.manifest();
            RunConfig config = RunConfig.of(manifest, directory);
            Task task = given == null ? config.task().load() : given;
            Split split = Split.of(task, config.sizes(), config.search().seed());
            requireSameIds(directory, manifest, split);
            try (GradientModel model = models.reopen(config, manifest)) {
                List<Conditions.Change> changes = Conditions.of(manifest, run.recorded())
                        .changesTo(Conditions.of(Version.current(), model.info(), TaskIdentity.of(task)));
                if (!changes.isEmpty() && !acceptsChanges) {
                    throw changed(directory, changes);
                }
                listener.modelLoaded(model.info());
                PreparedSearch start = PreparedSearch.of(config, task, split, model);
                listener.started(directory, manifest, true);
                if (!changes.isEmpty()) {
                    requireSameTokens(run, model);
                    run.events().append(Conditions.ACCEPTED, new Conditions.Accepted(changes));
                    changes.forEach(change -> listener.changeAccepted(change.toString()));
                }
                return work(start, task, split, run);
            }
        }
    }

    private RunResult begin(
            RunConfig told,
            Task task,
            Split split,
            GradientModel model,
            RunDirectory run,
            Manifest.@Nullable Branch branchedFrom) {
        listener.modelLoaded(model.info());
        RunConfig config = Methods.of(told.method()).configure(told);
        PreparedSearch start = PreparedSearch.of(config, task, split, model);
        interruption.check();
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                Version.current(),
                Instant.now(),
                Settings.write(config),
                config.search().seed(),
                model.info(),
                TaskIdentity.of(task),
                SplitIds.of(split),
                config.placement(),
                Environment.current(),
                branchedFrom);
        run.start(manifest);
        listener.started(run.path(), manifest, false);
        return work(start, task, split, run);
    }

    private RunResult work(PreparedSearch start, Task task, Split split, RunDirectory run) {
        return Methods.of(start.config().method()).usesFeedback()
                ? new FeedbackWork(start, task, split, listener, interruption).run(run)
                : new RunWork(start, task, split, listener, interruption).run(run);
    }

    /** Throws ({@code INVALID_RUN}) unless a run is about this task and these rows. */
    public static void requireSameRows(Path directory, Manifest manifest, Task task, Split split) {
        requireSame(directory, "task", describe(manifest.task()), describe(TaskIdentity.of(task)));
        requireSameIds(directory, manifest, split);
    }

    /** Throws ({@code INVALID_RUN}) unless a run is about these rows, by their ids. */
    public static void requireSameIds(Path directory, Manifest manifest, Split split) {
        requireSame(directory, "split", describe(manifest.split()), describe(SplitIds.of(split)));
    }

    private static GreaterException changed(Path directory, List<Conditions.Change> changes) {
        return new GreaterException(
                ErrorCode.RUN_CHANGED,
                "run " + directory + ": expected all that its numbers hang on to be as before, found "
                        + (changes.size() == 1 ? "a change" : changes.size() + " changes") + "\n  - "
                        + String.join(
                                "\n  - ",
                                changes.stream()
                                        .map(change -> shorten(change.toString()))
                                        .toList())
                        + "\nput back what was there, or go on all the same by `greater resume " + directory
                        + " --accept-changes`, which the run will tell");
    }

    // ids mean other texts to another tokenizer, and then nothing in the record fits
    private static void requireSameTokens(RunDirectory run, GradientModel model) {
        run.checkpoint(SavedSearch.Checkpoint.class)
                .ifPresent(checkpoint -> checkpoint.state().history().forEach(scored -> {
                    RecordedPrompt prompt = scored.prompt();
                    int[] ids =
                            prompt.ids().stream().mapToInt(Integer::intValue).toArray();
                    requireSame(
                            run.path(),
                            "tokenizer",
                            prompt.text(),
                            model.tokenizer().decode(ids));
                }));
    }

    private static String describe(TaskIdentity task) {
        return task.name() + " from " + task.source() + ", extractor '"
                + task.extractor().strip() + "'";
    }

    private static String describe(SplitIds split) {
        return "train " + split.train() + ", dev " + split.dev() + ", test " + split.test();
    }

    private static void requireSame(Path directory, String what, @Nullable String recorded, @Nullable String found) {
        if (recorded == null || !recorded.equals(found)) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run " + directory + ": expected the same " + what + " as when it began, found another\n  then: "
                            + shorten(recorded) + "\n  now:  " + shorten(found)
                            + "\nput the old one back, or begin a new run");
        }
    }

    private static String shorten(@Nullable String text) {
        String plain = String.valueOf(text);
        return plain.length() > 300 ? plain.substring(0, 300) + "…" : plain;
    }
}
