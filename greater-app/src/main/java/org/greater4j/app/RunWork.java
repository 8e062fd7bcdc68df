package org.greater4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.greater4j.engine.Cost;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.Phase;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.OptimizationEvent;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.run.Finalist;
import org.greater4j.run.HeldOut;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The work of one run: search on the training split, choice on the dev split, one reading of the test split.
 *
 * <p>After every step, all prompts that are looked at again together and every finalist the events are forced to disk and the checkpoint is
 * replaced, so that a killed run repeats at most one of these. What a step draws depends on the seed and its number alone; what it is
 * told about earlier prompts is read back from the events.
 */
final class RunWork {
    /** Pairs of finalist and dev example in one batch. */
    private static final int DEV_ROWS_AT_ONCE = 128;

    private final PreparedSearch start;
    private final RunConfig config;
    private final Task task;
    private final List<Example> dev;
    private final HeldOut heldOut;
    private final GradientModel model;
    private final RunListener listener;
    private final Interruption interruption;

    /** @param split whose test part is sealed here: the work below can't look at it before its end */
    RunWork(PreparedSearch start, Task task, Split split, RunListener listener, Interruption interruption) {
        this.start = start;
        this.config = start.config();
        this.task = task;
        this.dev = split.dev();
        this.heldOut = HeldOut.of(split);
        this.model = start.model();
        this.listener = listener;
        this.interruption = interruption;
    }

    /** Does what is left to do. */
    RunResult run(RunDirectory run) {
        return new Journey(run).travel();
    }

    /** Steps that the method may take. */
    private int steps() {
        return Methods.of(config.method()).searches() ? config.search().steps() : 0;
    }

    /** One go at the run, from its checkpoint to its end. */
    private final class Journey {
        private final RunDirectory run;
        private final TimeEstimate estimate;
        private final Cost costBefore;
        private final double secondsBefore;
        private final long began = System.nanoTime();
        private final Cost modelCostBefore = model.cost();
        private final List<Finalist> finalists = new ArrayList<>();
        private Cost sessionCost = Cost.NONE;
        // caches that an earlier go at the run had paid for: an exact budget can't hang on how often it was interrupted
        private Cost rebuilt = Cost.NONE;
        private long dearestStep;
        private @Nullable SearchState state;
        private @Nullable String stoppedBy;
        private @Nullable Cost searchCost;
        private long stepBegan = System.nanoTime();

        Journey(RunDirectory run) {
            this.run = run;
            boolean searches = Methods.of(config.method()).searches();
            int evaluationRows = dev.size() * (searches ? config.search().finalists() + 1 : 1)
                    + (config.measureTest() ? heldOut.size() * (searches ? 2 : 1) : 0);
            this.estimate = new TimeEstimate(
                    steps(), config.search().trials(), start.examples().size(), evaluationRows);
            SavedSearch.@Nullable Checkpoint saved =
                    run.checkpoint(SavedSearch.Checkpoint.class).orElse(null);
            this.costBefore = saved == null ? Cost.NONE : saved.cost();
            this.secondsBefore = saved == null ? 0 : saved.seconds();
            if (saved != null) {
                state = saved.state().restore();
                stoppedBy = saved.stoppedBy();
                searchCost = saved.searchCost();
                finalists.addAll(saved.finalists());
            }
        }

        RunResult travel() {
            SearchState ended = stoppedBy == null ? search() : Objects.requireNonNull(state);
            List<ScoredPrompt> ordered = contenders(ended);
            Evaluator evaluator = new Evaluator(model, start.framing(), task, config.maxNewTokens());
            measureFinalists(ordered, evaluator);
            ScoredPrompt chosen = choose(ordered);
            int devRows = finalists.size() * dev.size();
            TestResult test = config.measureTest()
                    ? new TestReading(
                                    run,
                                    heldOut,
                                    evaluator,
                                    this::checkpointNow,
                                    (prompt, done, total, before) ->
                                            evaluated("test", done, total, prompt, devRows + before + done))
                            .measure(start.initial(), chosen.prompt())
                    : null;
            ScoredPrompt initial = ended.history().get(0);
            RunResult result = new RunResult(
                            RecordedPrompt.of(initial.prompt()),
                            RecordedPrompt.of(chosen.prompt()),
                            initial.score(),
                            chosen.score(),
                            finalists,
                            test,
                            cost(),
                            seconds(),
                            ended.step(),
                            Objects.requireNonNull(stoppedBy),
                            new Readability(initial.fluencyLoss(), chosen.fluencyLoss()))
                    .withSearchCost(searchCost);
            run.finish(result, checkpointNow());
            listener.finished(run.path(), result);
            return result;
        }

        private SearchState search() {
            try (ReasoningSession session = start.open()) {
                // what earlier steps learned about prompts is not learned twice
                List<RunEvent> recorded = run.recorded();
                SavedSearch.assessments(recorded).forEach(session::remember);
                dearestStep = SavedSearch.dearestStep(recorded);
                if (state != null) {
                    SavedSearch.standing(recorded)
                            .ifPresent(at -> session.standAt(at.before().toPrompt(), at.position()));
                    rebuilt = session.cost();
                }
                stepBegan = System.nanoTime();
                session.listen((phase, done, total) -> {
                    interruption.check();
                    progress(phase, done, total);
                });
                return start.optimizer()
                        .optimize(
                                session,
                                start.initial(),
                                state,
                                () -> config.budget().spent(costWith(session).tokens(), dearestStep, seconds()),
                                event -> record(event, session));
            }
        }

        private void record(OptimizationEvent event, ReasoningSession session) {
            sessionCost = session.cost().minus(rebuilt);
            double sinceStep = (System.nanoTime() - stepBegan) / 1e9;
            stepBegan = System.nanoTime();
            if (event instanceof OptimizationEvent.Started started) {
                state = SearchState.initial(started.initial());
                estimate.scored(sinceStep);
                run.recordExamples(start.examples(), dev, heldOut);
                run.events().append("started", SavedSearch.Assessed.of(started.initial(), started.assessment()));
                checkpoint();
                listener.initialScored(started.initial(), start.examples().size());
            } else if (event instanceof OptimizationEvent.StepDone done) {
                state = done.state();
                estimate.stepped(sinceStep);
                dearestStep = Math.max(dearestStep, done.record().cost().tokens());
                run.events().append("step", SavedSearch.Step.of(done.record()));
                checkpoint();
                listener.stepDone(done.record(), done.state().best(), steps());
            } else if (event instanceof OptimizationEvent.Ending ending) {
                // the budget may say otherwise when it is asked again
                state = ending.state();
                checkpoint();
            } else if (event instanceof OptimizationEvent.Revisited revisited) {
                state = revisited.state();
                run.events().append("revisited", SavedSearch.Assessed.of(revisited.scored(), revisited.assessment()));
                if (revisited.whole()) {
                    checkpoint();
                }
            } else if (event instanceof OptimizationEvent.Stopped stopped) {
                stoppedBy = stopped.reason().name().toLowerCase(Locale.ROOT);
                searchCost = cost();
                run.events().append("stopped", Map.of("reason", stoppedBy));
                checkpoint();
            }
        }

        /** What dev chooses among: the best by training score, and the initial prompt, which nothing replaces that does worse. */
        private List<ScoredPrompt> contenders(SearchState ended) {
            List<ScoredPrompt> best = ended.finalists(config.search().finalists(), this::mayBeResult);
            ScoredPrompt initial = ended.history().get(0);
            if (dev.isEmpty()
                    || !mayBeResult(initial.prompt())
                    || best.stream().anyMatch(scored -> scored.prompt().equals(initial.prompt()))) {
                return best;
            }
            List<ScoredPrompt> all = new ArrayList<>(best);
            all.add(initial);
            return all;
        }

        private void measureFinalists(List<ScoredPrompt> ordered, Evaluator evaluator) {
            if (dev.isEmpty()) {
                return;
            }
            // several prompts a batch, but not all: what was measured before a kill is kept
            int group = Math.max(1, DEV_ROWS_AT_ONCE / dev.size());
            while (finalists.size() < ordered.size()) {
                List<ScoredPrompt> next =
                        ordered.subList(finalists.size(), Math.min(ordered.size(), finalists.size() + group));
                int rowsBefore = finalists.size() * dev.size();
                List<Evaluation> measured = evaluator.evaluateAll(
                        next.stream().map(scored -> scored.prompt().text()).toList(),
                        dev,
                        done -> evaluated(
                                "dev",
                                rowsBefore + done,
                                ordered.size() * dev.size(),
                                next.get(0).prompt(),
                                rowsBefore + done));
                for (int at = 0; at < next.size(); at++) {
                    RecordedPrompt prompt = RecordedPrompt.of(next.get(at).prompt());
                    Finalist finalist = new Finalist(
                            prompt, next.get(at).score(), measured.get(at).summary());
                    finalists.add(finalist);
                    run.events().append(RunHistory.FINALIST, MeasuredPrompt.of(prompt, measured.get(at)));
                    listener.finalistMeasured(finalist);
                }
                checkpoint();
            }
        }

        // a prompt whose text does not keep its ids (one that ends in the filler, say) is no result
        private boolean mayBeResult(Prompt prompt) {
            return start.roundTrips(prompt);
        }

        private ScoredPrompt choose(List<ScoredPrompt> ordered) {
            return dev.isEmpty()
                    ? ordered.get(0)
                    : ordered.get(DevChoice.of(
                            finalists,
                            RecordedPrompt.of(start.initial()),
                            at -> ordered.get(at).step()));
        }

        private void evaluated(String activity, int done, int total, Prompt prompt, int rowsBehind) {
            interruption.check();
            listener.progressed(new Progress(
                    activity,
                    steps(),
                    steps(),
                    done,
                    total,
                    state == null ? Double.NaN : state.best().score(),
                    prompt.text(),
                    estimate.evaluationLeft(rowsBehind)));
        }

        private void progress(Phase phase, int done, int total) {
            int steps = steps();
            SearchState now = state;
            Progress progress;
            if (now == null) {
                progress = new Progress(
                        "scoring the initial prompt",
                        0,
                        steps,
                        done,
                        total,
                        Double.NaN,
                        start.initial().text(),
                        -1);
            } else if (now.ending() != null) {
                ScoredPrompt best = now.best();
                double left = estimate.evaluationLeft(0);
                progress = new Progress(
                        "finding the finalists",
                        steps,
                        steps,
                        done,
                        total,
                        best.score(),
                        best.prompt().text(),
                        left);
            } else {
                double left = estimate.left(now.step(), (System.nanoTime() - stepBegan) / 1e9);
                progress = new Progress(
                        phase.name().toLowerCase(Locale.ROOT),
                        now.step() + 1,
                        steps,
                        done,
                        total,
                        scoreOf(now),
                        now.prompt().text(),
                        left);
            }
            listener.progressed(progress);
        }

        private double scoreOf(SearchState now) {
            return now.history().stream()
                    .filter(scored -> scored.prompt().equals(now.prompt()))
                    .mapToDouble(ScoredPrompt::score)
                    .findFirst()
                    .orElse(now.best().score());
        }

        private void checkpoint() {
            run.checkpoint(checkpointNow());
        }

        private SavedSearch.Checkpoint checkpointNow() {
            SearchState now = Objects.requireNonNull(state);
            return new SavedSearch.Checkpoint(
                    SavedSearch.State.of(now), stoppedBy, List.copyOf(finalists), cost(), seconds(), searchCost);
        }

        private Cost costWith(ReasoningSession session) {
            return costBefore
                    .plus(session.cost().minus(rebuilt))
                    .plus(model.cost().minus(modelCostBefore));
        }

        private Cost cost() {
            return costBefore.plus(sessionCost).plus(model.cost().minus(modelCostBefore));
        }

        private double seconds() {
            return secondsBefore + (System.nanoTime() - began) / 1e9;
        }
    }
}
