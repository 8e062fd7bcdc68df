package org.greater4j.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Environment;
import org.greater4j.run.Manifest;
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

    public Optimization(ModelOpener models, RunListener listener, Interruption interruption) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
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
        config.check();
        Task task = config.task().load();
        try (RunDirectory run = RunDirectory.create(directory)) {
            Split split = Split.of(task, config.sizes(), config.search().seed());
            try (GradientModel model = models.open(config)) {
                return begin(config, task, split, model, run);
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
                    config, task, Split.of(task, config.sizes(), config.search().seed()), model, run);
        }
    }

    /**
     * Goes on with an interrupted run to the result of the unbroken one; a finished run's result is returned as it is.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if the directory holds no run, or model or task have changed since
     */
    public RunResult resume(Path directory) {
        return goOn(directory, null);
    }

    /** Like {@link #resume(Path)}, with a task of the caller's, which must be the one that the run began with. */
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
            requireSameRows(directory, manifest, task, split);
            try (GradientModel model = models.reopen(config, manifest)) {
                requireSame(
                        directory,
                        "model file",
                        manifest.model().sha256(),
                        model.info().sha256());
                listener.modelLoaded(model.info());
                PreparedSearch start = PreparedSearch.of(config, task, split, model);
                listener.started(directory, manifest, true);
                return work(start, task, split, run);
            }
        }
    }

    private RunResult begin(RunConfig told, Task task, Split split, GradientModel model, RunDirectory run) {
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
                Environment.current());
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
        requireSame(directory, "split", describe(manifest.split()), describe(SplitIds.of(split)));
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
