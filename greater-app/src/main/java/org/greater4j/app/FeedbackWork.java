package org.greater4j.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.local.LocalOptimizer;
import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.method.Scale;
import org.greater4j.feedback.search.Allowance;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.SearchListener;
import org.greater4j.feedback.search.Tally;
import org.greater4j.feedback.search.TaskModel;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.objective.Placement;
import org.greater4j.objective.Prompt;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.Finalist;
import org.greater4j.run.HeldOut;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;

/**
 * The work of one run by text feedback: search, choice on the dev split, one reading of the test split.
 *
 * <p>What a search by gradients keeps in its checkpoint, this one finds again by {@linkplain SearchJournal replaying} its events: it begins
 * anew each time, and is told what was answered before.
 */
final class FeedbackWork {
    private final PreparedSearch start;
    private final RunConfig config;
    private final Task task;
    private final List<Example> dev;
    private final HeldOut heldOut;
    private final RunListener listener;
    private final Interruption interruption;
    private final Map<String, Prompt> prompts = new HashMap<>();

    /** @param split whose test part is sealed here */
    FeedbackWork(PreparedSearch start, Task task, Split split, RunListener listener, Interruption interruption) {
        this.start = start;
        this.config = start.config();
        this.task = task;
        this.dev = split.dev();
        this.heldOut = HeldOut.of(split);
        this.listener = listener;
        this.interruption = interruption;
        prompts.put(plain(start.initial()), start.initial());
    }

    /** Does what is left to do. */
    RunResult run(RunDirectory run) {
        return new Journey(run).travel();
    }

    /** One go at the run, from its first event to its end. */
    private final class Journey {
        private final RunDirectory run;
        private final SearchJournal journal;
        private final Evaluator evaluator;
        private final List<Finalist> finalists = new ArrayList<>();
        private int step;
        private boolean searching = true;

        Journey(RunDirectory run) {
            this.run = run;
            if (run.recorded().isEmpty()) {
                run.recordExamples(start.examples(), dev, heldOut);
            }
            this.journal = new SearchJournal(run);
            this.evaluator = new Evaluator(start.model(), start.framing(), task, config.maxNewTokens());
        }

        RunResult travel() {
            try (OptimizerModel optimizer = new LocalOptimizer(start.model())) {
                Workbench bench = bench(optimizer);
                SearchEnd end = bench.run(
                        method(), plain(start.initial()), config.search().finalists());
                searching = false;
                Cost searchCost = bench.optimizerCost();
                RankedPrompt chosen = choose(bench, end);
                Prompt prompt = prompt(chosen.prompt());
                TestResult test = config.measureTest() ? measureTest(prompt) : null;
                Readability readability = readability(prompt);
                RunResult result = new RunResult(
                        RecordedPrompt.of(start.initial()),
                        RecordedPrompt.of(prompt),
                        null,
                        null,
                        finalists,
                        test,
                        journal.checkpoint().cost(),
                        journal.checkpoint().seconds(),
                        end.steps(),
                        end.stoppedBy(),
                        readability,
                        figures(optimizer.name(), end.tally(), searchCost));
                // changes were accepted when there was nothing left to do
                if (run.isAheadOfCheckpoint()) {
                    run.checkpoint(journal.checkpoint());
                }
                run.finish(result);
                listener.finished(run.path(), result);
                return result;
            }
        }

        private Workbench bench(OptimizerModel optimizer) {
            Workbench.Parts parts = new Workbench.Parts(
                    this::answer,
                    optimizer,
                    start.examples(),
                    dev,
                    config.feedback().wording(),
                    FeedbackWork.this::problem,
                    FeedbackWork.this::layout);
            Budget budget = config.budget();
            return new Workbench(
                    parts,
                    journal,
                    new Allowance(budget.tokens(), budget.minutes()),
                    config.search().seed(),
                    new Told());
        }

        private TaskModel.Answers answer(List<PromptedExample> asked, IntConsumer finished) {
            Cost before = start.model().cost();
            List<PromptedExample> spelt = asked.stream()
                    .map(pair -> new PromptedExample(prompt(pair.prompt()).text(), pair.example()))
                    .toList();
            List<ExampleResult> results = evaluator.answer(spelt, finished);
            return new TaskModel.Answers(results, start.model().cost().minus(before));
        }

        // finalists that an earlier go told of are told to nobody again
        private RankedPrompt choose(Workbench bench, SearchEnd end) {
            if (dev.isEmpty()) {
                return end.finalists().get(0);
            }
            long before = run.recorded().stream()
                    .filter(event -> event.type().equals("finalist"))
                    .count();
            for (RankedPrompt ranked : end.finalists()) {
                PromptScore score =
                        bench.scoreAtTheEnd(List.of(ranked.prompt()), dev).get(0);
                Evaluation evaluation = evaluation(score);
                RecordedPrompt prompt = RecordedPrompt.of(prompt(ranked.prompt()));
                Finalist finalist = new Finalist(prompt, null, evaluation.summary());
                finalists.add(finalist);
                if (finalists.size() > before) {
                    run.events().append("finalist", MeasuredPrompt.of(prompt, evaluation));
                    run.checkpoint(journal.checkpoint());
                    listener.finalistMeasured(finalist);
                }
            }
            return end.finalists()
                    .get(DevChoice.of(finalists, at -> end.finalists().get(at).step()));
        }

        private TestResult measureTest(Prompt chosen) {
            Cost before = start.model().cost();
            long began = System.nanoTime();
            TestResult test = new TestReading(
                            run,
                            heldOut,
                            evaluator,
                            () -> journal.checkpointWith(
                                    start.model().cost().minus(before), (System.nanoTime() - began) / 1e9),
                            (prompt, done, total, rowsBefore) -> {
                                interruption.check();
                                listener.progressed(progress("test", done, total, prompt.text()));
                            })
                    .measure(start.initial(), chosen);
            journal.spentAround(start.model().cost().minus(before), (System.nanoTime() - began) / 1e9);
            return test;
        }

        // a score that no prompt can reach lets every chain go, and the fluency of the prompts is left
        private Readability readability(Prompt chosen) {
            try (ReasoningSession session = start.open()) {
                session.listen((phase, done, total) -> interruption.check());
                List<Assessment> assessed = session.assess(
                        List.of(start.initial(), chosen), new Cutoff(true, ScoreWeights.ofMistakes(1), -1));
                journal.spentAround(session.cost(), 0);
                return new Readability(
                        assessed.get(0).fluencyLoss(), assessed.get(1).fluencyLoss());
            }
        }

        private Progress progress(String activity, int done, int total, String prompt) {
            return new Progress(activity, step, step, done, total, Double.NaN, prompt, -1);
        }

        /** What the search tells, as the run's listener hears it; nothing twice, and nothing that is replayed. */
        private final class Told implements SearchListener {
            private final Set<List<Object>> told = new HashSet<>();

            @Override
            public void progressed(String activity, int done, int total) {
                interruption.check();
                listener.progressed(progress(activity, done, total, ""));
            }

            @Override
            public void scored(String part, PromptScore score) {
                // finalists are told by themselves
                if (searching
                        && told.add(List.of(part, score.prompt(), score.rows().size()))
                        && !journal.replaying()) {
                    listener.promptScored(
                            step, part, score.right(), score.rows().size(), score.prompt());
                }
            }

            @Override
            public void proposed(String purpose, int asked, int read) {
                if (!journal.replaying()) {
                    listener.proposed(step, purpose, asked, read);
                }
            }

            @Override
            public void stepDone(int done, List<RankedPrompt> kept) {
                step = done + 1;
            }
        }
    }

    private PromptSearch method() {
        Budget budget = config.budget();
        int rows = dev.isEmpty() ? start.examples().size() : dev.size();
        Scale scale = config.feedback().fitsBudget(budget)
                ? new Scale(
                        Objects.requireNonNull(budget.tokens()),
                        start.examples().size(),
                        rows,
                        tokensPerRow())
                : null;
        BeamEvaluator bandit = BeamEvaluator.find(config.feedback().bandit()).orElseThrow();
        return Methods.of(config.method())
                .feedback(new FeedbackSetup(scale, rows, bandit))
                .orElseThrow();
    }

    // a question read, and a chain of half the limit
    private int tokensPerRow() {
        double read = start.examples().stream()
                .mapToInt(example -> start.framing()
                        .encodeTurn(example.question(), start.initial().text())
                        .length)
                .average()
                .orElse(1);
        return (int) Math.ceil(read + config.maxNewTokens() / 2.0);
    }

    private Optional<String> problem(String text) {
        try {
            int length = prompt(text).length();
            return length <= start.longestPrompt()
                    ? Optional.empty()
                    : Optional.of("expected at most " + start.longestPrompt() + " tokens, found " + length);
        } catch (GreaterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    // a text has one spelling in its place, which is looked for once
    private Prompt prompt(String text) {
        Prompt known = prompts.get(text);
        if (known == null) {
            known = start.framing().prompt(text, start.examples(), start.frames());
            prompts.put(text, known);
        }
        return known;
    }

    private static String plain(Prompt prompt) {
        return prompt.text().strip();
    }

    private String layout(String prompt, String question) {
        String whole = config.frozenBefore() + prompt + config.frozenAfter();
        return config.placement() == Placement.AFTER_QUESTION ? question + " " + whole : whole + "\n\n" + question;
    }

    private static Evaluation evaluation(PromptScore score) {
        List<ExampleOutcome> outcomes = new ArrayList<>();
        List<ExampleError> errors = new ArrayList<>();
        for (ExampleResult result : score.results()) {
            if (result.outcome() != null) {
                outcomes.add(result.outcome());
            } else {
                errors.add(new ExampleError(result.exampleId(), String.valueOf(result.failure())));
            }
        }
        return new Evaluation(outcomes, errors);
    }

    private static FeedbackFigures figures(String optimizer, Tally tally, Cost optimizerCost) {
        return new FeedbackFigures(
                optimizer,
                tally.calls(),
                tally.failed(),
                tally.repairs(),
                tally.proposals(),
                tally.noProposals(),
                tally.unusable(),
                tally.answers(),
                optimizerCost);
    }
}
