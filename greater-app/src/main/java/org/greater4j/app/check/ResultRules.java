package org.greater4j.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.greater4j.app.Methods;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Cost;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.FeedbackHistory;
import org.greater4j.run.Finalist;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/** The result of a finished run, which is not sealed: each of its figures must stand in the events or the checkpoint, too. */
final class ResultRules {
    private final RunRecord record;
    private final RunHistory history;
    private final RunConfig config;
    private final RunResult result;

    /** What every checkpoint tells, whatever the method. */
    private record Spent(Cost cost, double seconds) {}

    ResultRules(RunRecord record, RunHistory history, RunConfig config, RunResult result) {
        this.record = record;
        this.history = history;
        this.config = config;
        this.result = result;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (Methods.of(config.method()).usesFeedback()) {
            feedback(problems);
        } else {
            scores(problems);
        }
        finalists(problems);
        spent(problems);
        if (!Objects.equals(result.stoppedBy(), history.stoppedBy())) {
            problems.add("expected the end by " + history.stoppedBy() + " of the events, found " + result.stoppedBy());
        }
        if (!result.finalPrompt().text().equals(record.promptText())) {
            problems.add("prompt.txt does not hold the final prompt");
        }
        return problems;
    }

    private void scores(List<String> problems) {
        RunHistory.Assessed initial = history.initial();
        if (initial == null
                || !initial.scored().prompt().equals(result.initialPrompt())
                || !Objects.equals(initial.scored().score(), result.initialTrainingScore())) {
            problems.add("initial prompt or score are not those of the events");
        }
        if (!Objects.equals(score(result.finalPrompt()), result.finalTrainingScore())) {
            problems.add("expected the training score " + score(result.finalPrompt())
                    + " that the events tell of the final prompt, found " + result.finalTrainingScore());
        }
        for (Finalist finalist : result.finalists()) {
            if (!Objects.equals(score(finalist.prompt()), finalist.trainingScore())) {
                problems.add("expected the training score " + score(finalist.prompt())
                        + " that the events tell of a finalist, found " + finalist.trainingScore());
            }
        }
        @Nullable
        Readability expected = initial == null
                ? null
                : history.complete(result.finalPrompt())
                        .map(chosen -> new Readability(
                                initial.scored().fluencyLoss(), chosen.scored().fluencyLoss()))
                        .orElse(null);
        if (!Objects.equals(expected, result.readability())) {
            problems.add("readability is not that of the events");
        }
        if (result.steps() != history.steps().size()) {
            problems.add("expected " + history.steps().size() + " steps as in the events, found " + result.steps());
        }
    }

    private @Nullable Double score(RecordedPrompt prompt) {
        return history.complete(prompt).map(found -> found.scored().score()).orElse(null);
    }

    // these take no training score, and their events hold answers instead of steps
    private void feedback(List<String> problems) {
        if (!result.initialPrompt().text().strip().equals(config.init().strip())) {
            problems.add("the initial prompt is not that of the settings");
        }
        boolean scored = result.initialTrainingScore() != null
                || result.finalTrainingScore() != null
                || result.finalists().stream().anyMatch(finalist -> finalist.trainingScore() != null);
        if (scored) {
            problems.add("expected no training scores of " + config.method() + ", found some");
        }
        FeedbackFigures figures = result.feedback();
        FeedbackHistory told = FeedbackHistory.of(record).orElse(null);
        if (figures == null || told == null) {
            problems.add("expected figures of the calls and events that tell of them, found none");
            return;
        }
        if (told.steps() != result.steps()) {
            problems.add("expected " + told.steps() + " steps as in the events, found " + result.steps());
        }
        int calls = told.requests().stream()
                .mapToInt(FeedbackHistory.Requests::calls)
                .sum();
        int failed = told.requests().stream()
                .mapToInt(FeedbackHistory.Requests::failed)
                .sum();
        long tokens = told.requests().stream()
                .mapToLong(FeedbackHistory.Requests::tokens)
                .sum();
        if (figures.calls() != calls
                || figures.failed() != failed
                || figures.optimizerCost().tokens() != tokens) {
            problems.add("calls or tokens of the model that writes prompts are not those of the events");
        }
    }

    private void finalists(List<String> problems) {
        List<EvaluationSummary> dev =
                history.dev().stream().map(one -> one.evaluation().summary()).toList();
        List<RecordedPrompt> prompts =
                history.dev().stream().map(MeasuredPrompt::prompt).toList();
        if (!dev.equals(result.finalists().stream().map(Finalist::dev).toList())
                || !prompts.equals(
                        result.finalists().stream().map(Finalist::prompt).toList())) {
            problems.add("the finalists' figures are not those of the recorded answers");
        }
        double most = result.finalists().stream()
                .mapToDouble(finalist -> finalist.dev().accuracy())
                .max()
                .orElse(0);
        boolean best = result.finalists().isEmpty()
                || result.finalists().stream()
                        .anyMatch(finalist -> finalist.prompt().equals(result.finalPrompt())
                                && finalist.dev().accuracy() == most
                                && Objects.equals(finalist.trainingScore(), result.finalTrainingScore()));
        if (!best) {
            problems.add("the final prompt is not the finalist with the best dev accuracy");
        }
    }

    private Optional<Spent> checkpoint() {
        try {
            return record.checkpoint(Spent.class);
        } catch (GreaterException e) {
            return Optional.empty(); // a finding of its own
        }
    }

    // readability of a search in words is asked for behind the last checkpoint
    private void spent(List<String> problems) {
        checkpoint().ifPresent(saved -> {
            Cost more = result.cost().minus(saved.cost());
            boolean isNoLess = more.forwardTokens() >= 0 && more.generatedTokens() >= 0 && more.gradientTokens() >= 0;
            boolean exact = Methods.of(config.method()).usesFeedback() || more.equals(Cost.NONE);
            if (!isNoLess || !exact || result.seconds() < saved.seconds()) {
                problems.add("tokens or seconds are not what the checkpoint comes to");
            }
        });
    }
}
