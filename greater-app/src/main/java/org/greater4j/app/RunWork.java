package org.greater4j.app;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.OptimizationEvent;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.run.Finalist;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The work of one run: search on the training split, choice on the dev split, one reading of the test split.
 *
 * <p>After every step, every prompt that is looked at again and every finalist the events are forced to disk and the checkpoint is
 * replaced, so that a killed run repeats at most one of these. What a step draws depends on the seed and its number alone; what it is
 * told about earlier prompts is read back from the events.
 */
final class RunWork {
    /** Pairs of finalist and dev example in one batch. */
    private static final int DEV_ROWS_AT_ONCE = 128;

    private final RunConfig config;
    private final Task task;
    private final Split split;
    private final GradientModel model;
    private final RunListener listener;
    private final Interruption interruption;

    RunWork(
            RunConfig config,
            Task task,
            Split split,
            GradientModel model,
            RunListener listener,
            Interruption interruption) {
        this.config = config;
        this.task = task;
        this.split = split;
        this.model = model;
        this.listener = listener;
        this.interruption = interruption;
    }

    /** Finds what is wrong with prompt and task before anything is written. */
    PreparedSearch prepare() {
        return PreparedSearch.of(config, task, split, model);
    }

    /** Does what is left to do. */
    RunResult run(RunDirectory run, @Nullable PreparedSearch prepared) {
        return new Journey(run, prepared == null ? prepare() : prepared).travel();
    }

    /** One go at the run, from its checkpoint to its end. */
    private final class Journey {
        private final RunDirectory run;
        private final PreparedSearch start;
        private final TimeEstimate estimate;
        private final Cost costBefore;
        private final double secondsBefore;
        private final long began = System.nanoTime();
        private final Cost modelCostBefore = model.cost();
        private final List<Finalist> finalists = new ArrayList<>();
        private Cost sessionCost = Cost.NONE;
        private @Nullable SearchState state;
        private @Nullable String stoppedBy;
        private long stepBegan = System.nanoTime();

        Journey(RunDirectory run, PreparedSearch start) {
            this.run = run;
            this.start = start;
            int evaluationRows = split.dev().size() * config.search().finalists()
                    + (config.measureTest() ? 2 * split.test().size() : 0);
            this.estimate = new TimeEstimate(
                    config.search().steps(),
                    config.search().trials(),
                    split.train().size(),
                    evaluationRows);
            SavedSearch.@Nullable Checkpoint saved =
                    run.checkpoint(SavedSearch.Checkpoint.class).orElse(null);
            this.costBefore = saved == null ? Cost.NONE : saved.cost();
            this.secondsBefore = saved == null ? 0 : saved.seconds();
            if (saved != null) {
                state = saved.state().restore();
                stoppedBy = saved.stoppedBy();
                finalists.addAll(saved.finalists());
            }
        }

        RunResult travel() {
            SearchState ended = stoppedBy == null ? search() : Objects.requireNonNull(state);
            List<ScoredPrompt> ordered = ended.finalists(config.search().finalists(), this::mayBeResult);
            Evaluator evaluator = new Evaluator(model, start.framing(), task, config.maxNewTokens());
            measureFinalists(ordered, evaluator);
            ScoredPrompt chosen = choose(ordered);
            TestResult test = config.measureTest() ? measureTest(chosen.prompt(), evaluator) : null;
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
                    new Readability(initial.fluencyLoss(), chosen.fluencyLoss()));
            run.finish(result);
            listener.finished(run.path(), result);
            return result;
        }

        private SearchState search() {
            try (ReasoningSession session = start.open()) {
                // what earlier steps learned about prompts is not learned twice
                SavedSearch.assessments(run.recorded()).forEach(session::remember);
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
                                () -> config.budget().spent(costWith(session).tokens(), seconds()),
                                event -> record(event, session));
            }
        }

        private void record(OptimizationEvent event, ReasoningSession session) {
            sessionCost = session.cost();
            double sinceStep = (System.nanoTime() - stepBegan) / 1e9;
            stepBegan = System.nanoTime();
            if (event instanceof OptimizationEvent.Started started) {
                state = SearchState.initial(started.initial());
                estimate.scored(sinceStep);
                // for reports: ids alone say nothing to people, and the task's file may be elsewhere by then
                run.events().append("examples", split);
                run.events().append("started", SavedSearch.Assessed.of(started.initial(), started.assessment()));
                checkpoint();
                listener.initialScored(started.initial(), split.train().size());
            } else if (event instanceof OptimizationEvent.StepDone done) {
                state = done.state();
                estimate.stepped(sinceStep);
                run.events().append("step", SavedSearch.Step.of(done.record()));
                checkpoint();
                listener.stepDone(
                        done.record(), done.state().best(), config.search().steps());
            } else if (event instanceof OptimizationEvent.Ending ending) {
                // the budget may say otherwise when it is asked again
                state = ending.state();
                checkpoint();
            } else if (event instanceof OptimizationEvent.Revisited revisited) {
                state = revisited.state();
                run.events().append("revisited", SavedSearch.Assessed.of(revisited.scored(), revisited.assessment()));
                checkpoint();
            } else if (event instanceof OptimizationEvent.Stopped stopped) {
                stoppedBy = stopped.reason().name().toLowerCase(Locale.ROOT);
                run.events().append("stopped", Map.of("reason", stoppedBy));
                checkpoint();
            }
        }

        private void measureFinalists(List<ScoredPrompt> ordered, Evaluator evaluator) {
            if (split.dev().isEmpty()) {
                return;
            }
            // several prompts a batch, but not all: what was measured before a kill is kept
            int group = Math.max(1, DEV_ROWS_AT_ONCE / split.dev().size());
            while (finalists.size() < ordered.size()) {
                List<ScoredPrompt> next =
                        ordered.subList(finalists.size(), Math.min(ordered.size(), finalists.size() + group));
                int rowsBefore = finalists.size() * split.dev().size();
                List<Evaluation> measured = evaluator.evaluateAll(
                        next.stream().map(scored -> scored.prompt().text()).toList(),
                        split.dev(),
                        done -> evaluated(
                                "dev",
                                rowsBefore + done,
                                ordered.size() * split.dev().size(),
                                next.get(0).prompt(),
                                rowsBefore + done));
                for (int at = 0; at < next.size(); at++) {
                    RecordedPrompt prompt = RecordedPrompt.of(next.get(at).prompt());
                    Finalist finalist = new Finalist(
                            prompt, next.get(at).score(), measured.get(at).summary());
                    finalists.add(finalist);
                    run.events().append("finalist", Measured.of(prompt, measured.get(at)));
                    listener.finalistMeasured(finalist);
                }
                checkpoint();
            }
        }

        // a prompt whose text does not keep its ids (one that ends in the filler, say) is no result
        private boolean mayBeResult(Prompt prompt) {
            return start.roundTrips(prompt);
        }

        // best on dev; then shorter, then earlier. Without a dev split, best training score
        private ScoredPrompt choose(List<ScoredPrompt> ordered) {
            if (split.dev().isEmpty()) {
                return ordered.get(0);
            }
            List<Integer> order = new ArrayList<>();
            for (int at = 0; at < ordered.size(); at++) {
                order.add(at);
            }
            // accuracy and not the count: rows that could not be measured speak for no prompt
            order.sort(Comparator.comparingDouble(
                            (Integer at) -> -finalists.get(at).dev().accuracy())
                    .thenComparingInt(at -> ordered.get(at).prompt().length())
                    .thenComparingInt(at -> ordered.get(at).step()));
            return ordered.get(order.get(0));
        }

        private TestResult measureTest(Prompt chosen, Evaluator evaluator) {
            int devRows = finalists.size() * split.dev().size();
            Evaluation before = evaluate(evaluator, "test", start.initial(), split.test(), devRows);
            Evaluation after = chosen.equals(start.initial())
                    ? before
                    : evaluate(
                            evaluator,
                            "test",
                            chosen,
                            split.test(),
                            devRows + split.test().size());
            run.events().append("test", Measured.of(RecordedPrompt.of(start.initial()), before));
            run.events().append("test", Measured.of(RecordedPrompt.of(chosen), after));
            return TestResult.of(before, after);
        }

        // one prompt a batch, as `evaluate` does it: the same rows in the same batch give the same figures to the bit
        private Evaluation evaluate(
                Evaluator evaluator, String activity, Prompt prompt, List<Example> examples, int rowsBefore) {
            return evaluator.evaluate(
                    prompt.text(),
                    examples,
                    done -> evaluated(activity, done, examples.size(), prompt, rowsBefore + done));
        }

        private void evaluated(String activity, int done, int total, Prompt prompt, int rowsBehind) {
            interruption.check();
            listener.progressed(new Progress(
                    activity,
                    config.search().steps(),
                    config.search().steps(),
                    done,
                    total,
                    state == null ? Double.NaN : state.best().score(),
                    prompt.text(),
                    estimate.evaluationLeft(rowsBehind)));
        }

        private void progress(Phase phase, int done, int total) {
            int steps = config.search().steps();
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
            SearchState now = Objects.requireNonNull(state);
            run.checkpoint(new SavedSearch.Checkpoint(
                    SavedSearch.State.of(now), stoppedBy, List.copyOf(finalists), cost(), seconds()));
        }

        private Cost costWith(ReasoningSession session) {
            return costBefore.plus(session.cost()).plus(model.cost().minus(modelCostBefore));
        }

        private Cost cost() {
            return costBefore.plus(sessionCost).plus(model.cost().minus(modelCostBefore));
        }

        private double seconds() {
            return secondsBefore + (System.nanoTime() - began) / 1e9;
        }
    }

    /** A prompt's generated answers, as an event tells them. */
    record Measured(RecordedPrompt prompt, List<ExampleOutcome> outcomes, List<ExampleError> errors) {
        static Measured of(RecordedPrompt prompt, Evaluation evaluation) {
            return new Measured(prompt, evaluation.outcomes(), evaluation.errors());
        }
    }
}
