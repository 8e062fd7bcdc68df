package org.greater4j.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.Acceleration;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.run.Disk;
import org.greater4j.run.Environment;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.SplitIds;
import org.greater4j.run.TaskIdentity;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Split;
import org.greater4j.task.Task;

/** A short search with a {@link LetterModel}, on any disk: it takes milliseconds, so that it can be broken off by the thousand. */
final class LetterRun {
    static final int TRAIN = 8;
    static final int TEST = 4;
    static final Task TASK = task();

    private final int seed;
    private final Disk disk;
    private final Budget budget;

    LetterRun(int seed, Disk disk) {
        this(seed, disk, Budget.NONE);
    }

    /** Like {@link #LetterRun(int, Disk)}, ended by a budget. */
    LetterRun(int seed, Disk disk, Budget budget) {
        this.seed = seed;
        this.disk = disk;
        this.budget = budget;
    }

    RunResult begin(Path directory, LetterModel model, RunListener listener) {
        RunConfig config = config(seed, budget);
        try (RunDirectory run = RunDirectory.create(directory, disk)) {
            RunWork work = work(config, model, listener);
            run.start(new Manifest(
                    Manifest.FORMAT_VERSION,
                    "test",
                    Instant.EPOCH,
                    Settings.write(config),
                    seed,
                    model.info(),
                    TaskIdentity.of(TASK),
                    SplitIds.of(split(config)),
                    config.placement(),
                    Environment.current()));
            return work.run(run);
        }
    }

    RunResult resume(Path directory, LetterModel model) {
        try (RunDirectory run = RunDirectory.open(directory, disk)) {
            return run.result()
                    .orElseGet(() -> work(config(seed, budget), model, RunListener.SILENT)
                            .run(run));
        }
    }

    /** What a user does whatever has happened: resumes what is a run, and else begins it. */
    RunResult beginOrResume(Path directory) {
        LetterModel model = new LetterModel(seed, true, Integer.MAX_VALUE);
        return RunRecord.isRun(directory) ? resume(directory, model) : begin(directory, model, RunListener.SILENT);
    }

    private static RunWork work(RunConfig config, LetterModel model, RunListener listener) {
        PreparedSearch start = PreparedSearch.of(config, TASK, split(config), model);
        return new RunWork(start, TASK, split(config), listener, new Interruption());
    }

    static Split split(RunConfig config) {
        return Split.of(TASK, config.sizes(), config.search().seed());
    }

    static RunConfig config(int seed) {
        return config(seed, Budget.NONE);
    }

    private static RunConfig config(int seed, Budget budget) {
        RunConfig defaults = Defaults.run().withSizes(TRAIN, 3, TEST);
        return new RunConfig(
                defaults.model(),
                defaults.task(),
                defaults.sizes(),
                new GreaterSettings(7, seed, 4, 2, 3, 2, 2, 3, 0.02, 0, 0, true, seed % 2 == 0, 0, "_", 4),
                4,
                defaults.answerTemperature(),
                defaults.fluencyWeight(),
                defaults.placement(),
                "",
                "",
                " a b c",
                "auto",
                "auto",
                budget,
                true,
                Acceleration.all(),
                Defaults.METHOD);
    }

    private static Task task() {
        List<Example> examples = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            String question = Character.toString('a' + number) + " or " + Character.toString('z' - number);
            examples.add(new Example("letter#" + number, question, number % 2 == 0 ? "y" : "n"));
        }
        return Task.of("letters", new LabelFormat(List.of("y", "n")), examples, "this test");
    }
}
