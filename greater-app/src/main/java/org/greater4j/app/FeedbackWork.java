package org.greater4j.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.method.Scale;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.search.Allowance;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.SearchListener;
import org.greater4j.feedback.search.Tally;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.objective.ChatLayout;
import org.greater4j.objective.Prompt;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.Finalist;
import org.greater4j.run.HeldOut;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RemoteFigures;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.text.Message;
import org.jspecify.annotations.Nullable;

/**
 * The work of one run by text feedback: search, choice on the dev split, one reading of the test split.
 *
 * <p>What a search by gradients keeps in its checkpoint, this one finds again by {@linkplain SearchJournal replaying} its events: it begins
 * anew each time, and is told what was answered before.
 */
final class FeedbackWork {
    private static final PromptSearch NO_SEARCH = new PromptSearch() {
        @Override
        public void search(Workbench bench, String initial) {
            // the initial prompt is all there is
        }

        @Override
        public List<RankedPrompt> found() {
            return List.of();
        }
    };

    private final AskedModel asked;
    private final RunConfig config;
    private final Prompt initial;
    private final OptimizerModel optimizer;
    private final @Nullable RemoteModels remotes;
    private final Split split;
    private final List<Example> train;
    private final List<Example> dev;
    private final HeldOut heldOut;
    private final RunListener listener;
    private final Interruption interruption;

    /**
     * Both models of a run.
     *
     * @param asked answers the questions; stays the caller's
     * @param optimizer writes prompts; stays the caller's, like the other
     * @param remotes where those over the network keep their account; null if neither is
     */
    record Roles(
            AskedModel asked,
            OptimizerModel optimizer,
            @Nullable RemoteModels remotes) {}

    /** @param split whose test part is sealed here */
    FeedbackWork(RunConfig config, Roles roles, Split split, RunListener listener, Interruption interruption) {
        this.config = config;
        this.asked = roles.asked();
        this.optimizer = roles.optimizer();
        this.remotes = roles.remotes();
        this.initial = asked.prompt(config.init().strip());
        this.split = split;
        this.train = split.train();
        this.dev = split.dev();
        this.heldOut = HeldOut.of(split);
        this.listener = listener;
        this.interruption = interruption;
    }

    /** Does what is left to do. */
    RunResult run(RunDirectory run) {
        Journey journey = new Journey(run);
        try {
            return journey.travel();
        } catch (GreaterException | Interruption.Requested e) {
            journey.keepBooks(e);
            throw e;
        }
    }

    /** One go at the run, from its first event to its end. */
    private final class Journey {
        private final RunDirectory run;
        private final SearchJournal journal;
        private final RemoteBooks books;
        private final long finalistsTold;
        private final List<Finalist> finalists = new ArrayList<>();
        private int step;
        private boolean searching = true;

        Journey(RunDirectory run) {
            this.run = run;
            List<RunEvent> recorded = run.recorded();
            // a run that was killed before its first checkpoint may have events of its resumption
            if (recorded.stream().noneMatch(event -> event.type().equals(RunHistory.EXAMPLES))) {
                run.recordExamples(train, dev, heldOut);
            }
            this.finalistsTold = recorded.stream()
                    .filter(event -> event.type().equals(RunHistory.FINALIST))
                    .count();
            this.books = new RemoteBooks(remotes == null ? null : remotes.account(), run);
            this.journal = new SearchJournal(run, recorded, books::figures);
        }

        RunResult travel() {
            Workbench bench = bench();
            SearchEnd end = bench.run(
                    search(config, split, asked.tokensPerRow()),
                    plain(initial),
                    config.search().finalists());
            if (!dev.isEmpty()) {
                end = end.withInitial(plain(initial));
            }
            searching = false;
            Cost writingCost = bench.optimizerCost();
            Cost searchCost = bench.cost();
            RankedPrompt chosen = choose(bench, end.finalists());
            Prompt prompt = prompt(chosen.prompt());
            TestResult test = config.measureTest() ? measureTest(prompt) : null;
            @Nullable Readability readability = readability(prompt);
            RunResult result = new RunResult(
                    RecordedPrompt.of(initial),
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
                    figures(optimizer.name(), end.tally(), writingCost, books.figures()),
                    searchCost);
            run.finish(result, journal.checkpoint());
            listener.finished(run.path(), result);
            return result;
        }

        /** Keeps what calls over the network took although the work ends by a failure, for the next go at it. */
        void keepBooks(RuntimeException failure) {
            try {
                if (books.changed()) {
                    run.checkpoint(journal.checkpoint());
                }
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        // many times a second, and on the thread that writes the events
        private void look() {
            interruption.check();
            if (books.changed()) {
                run.checkpoint(journal.checkpoint());
            }
        }

        private Workbench bench() {
            Workbench.Parts parts = new Workbench.Parts(
                    new SpelledQuestions(asked),
                    optimizer,
                    train,
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

        // finalists that an earlier go told of are told to nobody again, and one whose calls all fail is none
        private RankedPrompt choose(Workbench bench, List<RankedPrompt> contenders) {
            if (dev.isEmpty()) {
                return contenders.get(0);
            }
            List<RankedPrompt> measured = new ArrayList<>();
            for (RankedPrompt ranked : contenders) {
                PromptScore score =
                        bench.scoreAtTheEnd(List.of(ranked.prompt()), dev).get(0);
                if (!score.isMeasured()) {
                    continue;
                }
                measured.add(ranked);
                Evaluation evaluation = evaluation(score);
                RecordedPrompt prompt = RecordedPrompt.of(prompt(ranked.prompt()));
                Finalist finalist = new Finalist(prompt, null, evaluation.summary());
                finalists.add(finalist);
                if (finalists.size() > finalistsTold) {
                    run.events().append(RunHistory.FINALIST, MeasuredPrompt.of(prompt, evaluation));
                    run.checkpoint(journal.checkpoint());
                    listener.finalistMeasured(finalist);
                }
            }
            if (measured.isEmpty()) {
                throw new GreaterException(
                        ErrorCode.NOTHING_MEASURED,
                        "choice on the dev examples: expected at least one prompt that can be measured, found "
                                + contenders.size() + " whose calls all failed; see what answers to --model, and begin"
                                + " again");
            }
            return measured.get(DevChoice.of(
                    finalists,
                    RecordedPrompt.of(initial),
                    at -> measured.get(at).step()));
        }

        private TestResult measureTest(Prompt chosen) {
            Cost before = asked.cost();
            long began = System.nanoTime();
            TestResult test = new TestReading(
                            run,
                            heldOut,
                            asked.evaluator(),
                            () -> journal.checkpointWith(asked.cost().minus(before), (System.nanoTime() - began) / 1e9),
                            (prompt, done, total, rowsBefore) -> {
                                look();
                                listener.progressed(progress("test", done, total, prompt.text()));
                            })
                    .measure(initial, chosen);
            journal.spentAround(asked.cost().minus(before), (System.nanoTime() - began) / 1e9);
            return test;
        }

        private @Nullable Readability readability(Prompt chosen) {
            AskedModel.@Nullable Measured measured = asked.readability(initial, chosen, interruption::check);
            if (measured == null) {
                return null;
            }
            journal.spentAround(measured.cost(), 0);
            return measured.readability();
        }

        private Progress progress(String activity, int done, int total, String prompt) {
            return new Progress(activity, step, step, done, total, Double.NaN, prompt, -1);
        }

        /** What the search tells, as the run's listener hears it; nothing twice, and nothing that is replayed. */
        private final class Told implements SearchListener {
            private final Set<List<Object>> told = new HashSet<>();

            @Override
            public void progressed(String activity, int done, int total) {
                look();
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

    /** A new search by a run's method; one that never searches, for methods that only measure. */
    static PromptSearch search(RunConfig config, Split split, int tokensPerRow) {
        Budget budget = config.budget();
        int train = split.train().size();
        int rows = split.dev().isEmpty() ? train : split.dev().size();
        Scale scale = config.feedback().fitsBudget(budget)
                ? new Scale(Objects.requireNonNull(budget.tokens()), train, rows, tokensPerRow)
                : null;
        BeamEvaluator bandit = BeamEvaluator.find(config.feedback().bandit()).orElseThrow();
        // there, digits in an instruction are numbers of a problem
        boolean digits = !config.task().name().equals("gsm8k");
        return Methods.of(config.method())
                .feedback(
                        new FeedbackSetup(scale, rows, bandit, config.feedback().gepaMerge(), digits))
                .orElse(NO_SEARCH);
    }

    private Optional<String> problem(String text) {
        try {
            return asked.problem(prompt(text));
        } catch (GreaterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Prompt prompt(String text) {
        return asked.prompt(text);
    }

    private static String plain(Prompt prompt) {
        return prompt.text().strip();
    }

    private String layout(String prompt, String question) {
        ChatLayout layout = config.layout();
        return layout.messages(question, layout.spell(prompt)).stream()
                .map(Message::content)
                .collect(Collectors.joining("\n\n"));
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

    private static FeedbackFigures figures(
            String optimizer, Tally tally, Cost optimizerCost, @Nullable RemoteFigures remote) {
        return new FeedbackFigures(
                optimizer,
                tally.calls(),
                tally.failed(),
                tally.repairs(),
                tally.proposals(),
                tally.noProposals(),
                tally.unusable(),
                tally.answers(),
                optimizerCost,
                remote);
    }
}
