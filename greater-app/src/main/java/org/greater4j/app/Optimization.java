package org.greater4j.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteModel;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteName;
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
    private final UnaryOperator<RemoteChoice> limits;
    private final RunPreparation preparation;

    public Optimization(ModelOpener models, RunListener listener, Interruption interruption) {
        this(models, listener, interruption, false, UnaryOperator.identity());
    }

    private Optimization(
            ModelOpener models,
            RunListener listener,
            Interruption interruption,
            boolean acceptsChanges,
            UnaryOperator<RemoteChoice> limits) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
        this.acceptsChanges = acceptsChanges;
        this.limits = limits;
        this.preparation = new RunPreparation(models, listener, interruption);
    }

    /**
     * The same, but runs go on with another program, model file, task file or number of threads than they began with; their events tell
     * which. Such a run need not come to the result of the unbroken one.
     */
    public Optimization acceptingChanges() {
        return new Optimization(models, listener, interruption, true, limits);
    }

    /**
     * The same, but runs go on with other limits for calls over the network than they began with.
     *
     * @param newLimits given what the run recorded
     */
    public Optimization withLimits(UnaryOperator<RemoteChoice> newLimits) {
        return new Optimization(models, listener, interruption, acceptsChanges, newLimits);
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
        return begin(config, config.task().load(), directory, branchedFrom);
    }

    /** Runs a configuration with a task of the caller's, and its model loaded by name. */
    public RunResult run(RunConfig config, Task task, Path directory) {
        config.check();
        return begin(config, task, directory, null);
    }

    /**
     * Runs a configuration with a task and a model of the caller's, which stays open. What the configuration says about loading them is
     * recorded but not used.
     */
    public RunResult run(RunConfig config, Task task, GradientModel model, Path directory) {
        config.check();
        try (RunDirectory run = RunDirectory.create(directory)) {
            return begin(config, task, split(config, task), model, run, null);
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
            RunConfig recorded = RunConfig.of(manifest, directory);
            RunConfig config = recorded.withFeedback(recorded.feedback()
                    .withRemote(limits.apply(recorded.feedback().remote())));
            config.check();
            Task task = given == null ? config.task().load() : given;
            Split split = split(config, task);
            requireSameIds(directory, manifest, split);
            if (RemoteName.isRemote(config.model())) {
                return goOnRemote(config, task, split, run);
            }
            Manifest last = Conditions.workedOnLast(manifest, run.recorded());
            try (GradientModel model = models.reopen(config, last)) {
                List<Conditions.Change> changes = changes(run, model.info(), task);
                listener.modelLoaded(model.info());
                try (RunPreparation.Prepared prepared = preparation.local(config, task, split, model, last)) {
                    changes = changes(run, prepared.described(model.info()), task);
                    listener.started(directory, manifest, true);
                    // a search in words goes on by its texts
                    if (!changes.isEmpty() && !Methods.of(config.method()).usesFeedback()) {
                        requireSameTokens(run, model);
                    }
                    accept(changes, run);
                    return prepared.work(run);
                }
            }
        }
    }

    private RunResult goOnRemote(RunConfig config, Task task, Split split, RunDirectory run) {
        RemoteModels remotes = models.remote(config.feedback().remote());
        try (RemoteModel model = remotes.open(RemoteName.parse(config.model()));
                RunPreparation.Prepared prepared = preparation.remote(
                        config, task, split, model, remotes, Conditions.workedOnLast(run.manifest(), run.recorded()))) {
            List<Conditions.Change> changes = changes(run, prepared.described(RemoteAsked.info(model)), task);
            listener.modelLoaded(RemoteAsked.info(model));
            listener.started(run.path(), run.manifest(), true);
            accept(changes, run);
            return prepared.work(run);
        }
    }

    /** What a run's numbers hang on and that is another now; throws if there is something, unless changes are accepted. */
    private List<Conditions.Change> changes(RunDirectory run, ModelInfo model, Task task) {
        List<Conditions.Change> changes = Conditions.of(run.manifest(), run.recorded())
                .changesTo(Conditions.of(Version.current(), model, TaskIdentity.of(task)));
        if (!changes.isEmpty() && !acceptsChanges) {
            throw changed(run.path(), changes);
        }
        return changes;
    }

    private void accept(List<Conditions.Change> changes, RunDirectory run) {
        if (!changes.isEmpty()) {
            run.events().append(Conditions.ACCEPTED, new Conditions.Accepted(changes));
            changes.forEach(change -> listener.changeAccepted(change.toString()));
        }
    }

    private RunResult begin(RunConfig config, Task task, Path directory, Manifest.@Nullable Branch branchedFrom) {
        if (RemoteName.isRemote(config.model())) {
            RunPreparation.requireAnswersAlone(config);
        }
        try (RunDirectory run = RunDirectory.create(directory)) {
            Split split = split(config, task);
            if (!RemoteName.isRemote(config.model())) {
                try (GradientModel model = models.open(config)) {
                    return begin(config, task, split, model, run, branchedFrom);
                }
            }
            RunConfig complete = Methods.of(config.method()).configure(config);
            RemoteModels remotes = models.remote(config.feedback().remote());
            try (RemoteModel model = remotes.open(RemoteName.parse(config.model()));
                    RunPreparation.Prepared prepared =
                            preparation.remote(complete, task, split, model, remotes, null)) {
                listener.modelLoaded(RemoteAsked.info(model));
                preparation.requireConsent(complete, task, split);
                start(complete, task, split, prepared.described(RemoteAsked.info(model)), run, branchedFrom);
                return prepared.work(run);
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
        try (RunPreparation.Prepared prepared = preparation.local(config, task, split, model, null)) {
            preparation.requireConsent(config, task, split);
            start(config, task, split, prepared.described(model.info()), run, branchedFrom);
            return prepared.work(run);
        }
    }

    /** Writes the manifest: from here on there is a run. */
    private void start(
            RunConfig config,
            Task task,
            Split split,
            ModelInfo model,
            RunDirectory run,
            Manifest.@Nullable Branch branchedFrom) {
        interruption.check();
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                Version.current(),
                Instant.now(),
                Settings.write(config),
                config.search().seed(),
                model,
                TaskIdentity.of(task),
                SplitIds.of(split),
                config.placement(),
                Environment.current(),
                branchedFrom);
        run.start(manifest);
        listener.started(run.path(), manifest, false);
    }

    private static Split split(RunConfig config, Task task) {
        return Split.of(task, config.sizes(), config.search().seed());
    }

    /** Throws ({@code INVALID_RUN}) unless a run is about this task and these rows. */
    public static void requireSameRows(Path directory, Manifest manifest, Task task, Split split) {
        requireSame(
                directory, "task", Conditions.describe(manifest.task()), Conditions.describe(TaskIdentity.of(task)));
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
