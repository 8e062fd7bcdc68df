package org.greater4j.app.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.greater4j.app.Interruption;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.app.PreparedSearch;
import org.greater4j.app.Progress;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.Phase;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.OptimizationEvent;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.greater4j.torch.session.MatrixPeak;
import org.jspecify.annotations.Nullable;

/**
 * Times the search of a run: the same examples, the same optimiser, the same session, but no run directory, and neither dev nor test
 * examples.
 */
public final class Benchmark {
    private final Models models;
    private final RunListener listener;
    private final Interruption interruption;
    private final Map<String, Double> peaks = new HashMap<>();

    /** @param listener hears of the model, of progress and of steps */
    public Benchmark(Models models, RunListener listener, Interruption interruption) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
    }

    /**
     * Runs the search of a configuration.
     *
     * @param config its dev and test sizes, its budget and what it says of the test split mean nothing here
     * @param record where the choices are written, a new file; null for nowhere
     * @param compare recorded choices that this search's are held against; null for none
     * @throws GreaterException ({@code INVALID_EXPECTATION}) if those are answers to another question
     */
    public BenchmarkResult run(RunConfig config, @Nullable Path record, @Nullable Path compare) {
        RunConfig search = searchOf(config);
        if (record != null) {
            ChoicesFile.checkNew(record);
        }
        Choices recorded = compare == null ? null : ChoicesFile.read(compare);
        Task task = search.task().load();
        Split split = Split.of(task, search.sizes(), search.search().seed());
        BenchmarkResult result;
        try (GradientModel model = models.open(search)) {
            listener.modelLoaded(model.info());
            PreparedSearch prepared = PreparedSearch.of(search, task, split, model);
            Choices.Question question = Choices.Question.of(search, task.name(), split.train(), prepared.initial());
            if (recorded != null) {
                requireSame(question, recorded, Objects.requireNonNull(compare));
            }
            result = measure(prepared, model.info(), question, recorded);
        }
        if (record != null) {
            ChoicesFile.write(record, result.choices());
        }
        return result;
    }

    /** Runs the search of a configuration with a task and a model of the caller's, which stays open. */
    public BenchmarkResult run(RunConfig config, Task task, GradientModel model) {
        RunConfig search = searchOf(config);
        Split split = Split.of(task, search.sizes(), search.search().seed());
        PreparedSearch prepared = PreparedSearch.of(search, task, split, model);
        return measure(
                prepared,
                model.info(),
                Choices.Question.of(search, task.name(), split.train(), prepared.initial()),
                null);
    }

    private static RunConfig searchOf(RunConfig config) {
        RunConfig search = config.withSizes(config.sizes().train(), 0, 0).withoutTest();
        search.check();
        return search;
    }

    private BenchmarkResult measure(
            PreparedSearch search, ModelInfo model, Choices.Question question, @Nullable Choices recorded) {
        Journal journal = new Journal(search);
        try (MeasuredSession session = new MeasuredSession(search.open())) {
            session.listen((phase, done, total) -> {
                interruption.check();
                listener.progressed(journal.progress(phase, done, total));
            });
            journal.begin();
            search.optimizer()
                    .optimize(session, search.initial(), null, () -> false, event -> journal.note(event, session));
        }
        ResidentMemory memory = ResidentMemory.now();
        interruption.check();
        double peak = peaks.computeIfAbsent(model.dtype(), dtype -> MatrixPeak.measure(dtype.equals("bfloat16")));
        BenchmarkResult result = new BenchmarkResult(
                search.config(),
                model,
                Machine.of(model),
                peak,
                question,
                Objects.requireNonNull(journal.start),
                journal.steps,
                memory,
                null);
        return recorded == null ? result : result.with(ChoicesComparison.of(recorded, result.choices()));
    }

    private static void requireSame(Choices.Question question, Choices recorded, Path file) {
        List<String> differences = question.differences(recorded.question());
        if (!differences.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_EXPECTATION,
                    "--compare " + file + ": expected choices of the same search, found another",
                    differences);
        }
    }

    /** What the optimiser tells, with the time that passed. */
    private final class Journal {
        private final PreparedSearch search;
        private final List<MeasuredStep> steps = new ArrayList<>();
        private BenchmarkResult.@Nullable Start start;
        private long began;

        Journal(PreparedSearch search) {
            this.search = search;
        }

        void begin() {
            began = System.nanoTime();
        }

        void note(OptimizationEvent event, MeasuredSession session) {
            double seconds = (System.nanoTime() - began) / 1e9;
            if (event instanceof OptimizationEvent.Started started) {
                Work work = session.take().getOrDefault(Part.START, Work.NONE);
                start = BenchmarkResult.Start.of(started.initial(), started.assessment(), work, ResidentMemory.now());
                listener.initialScored(started.initial(), search.examples().size());
            } else if (event instanceof OptimizationEvent.StepDone done) {
                steps.add(new MeasuredStep(done.record(), seconds, session.take(), ResidentMemory.now()));
                ScoredPrompt best = done.state().best();
                listener.stepDone(done.record(), best, search.config().search().steps());
            }
            // what is told takes no time of the next step
            begin();
        }

        Progress progress(Phase phase, int done, int total) {
            return new Progress(
                    start == null ? Part.START.label() : phase.name().toLowerCase(Locale.ROOT),
                    start == null ? 0 : steps.size() + 1,
                    search.config().search().steps(),
                    done,
                    total,
                    Double.NaN,
                    "",
                    -1);
        }
    }
}
