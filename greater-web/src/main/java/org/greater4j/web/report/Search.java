package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunHistory.Assessed;
import org.greater4j.run.RunHistory.Score;
import org.greater4j.run.RunHistory.Step;
import org.greater4j.run.RunHistory.Trial;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a search and what is known of each. Prompts are told apart by their ids.
 *
 * @param initial what the search began with; null before it was scored
 * @param latest the result, or the prompt that the search has come to; null before the initial one was scored
 * @param finished whether {@code latest} is the result
 * @param train number of training examples
 * @param lossShare what the training score counts: 0 is mistakes, 1 the answer loss, between them a mix
 * @param steps as recorded
 * @param found every prompt that was tried, by its ids, in the order of the first try, with the fullest assessment of it
 * @param dev figures on the dev examples of those that were measured
 */
record Search(
        @Nullable RecordedPrompt initial,
        @Nullable RecordedPrompt latest,
        boolean finished,
        int train,
        double lossShare,
        List<Step> steps,
        Map<List<Integer>, Assessed> found,
        Map<List<Integer>, EvaluationSummary> dev) {

    static Search of(RunRecord record, RunHistory history) {
        Map<List<Integer>, Assessed> found = new LinkedHashMap<>();
        Assessed initial = history.initial();
        if (initial != null) {
            note(initial, found);
        }
        for (Step step : history.steps()) {
            step.trials().forEach(trial -> note(trial.assessed(), found));
        }
        history.revisited().forEach(assessed -> note(assessed, found));
        Map<List<Integer>, EvaluationSummary> dev = new LinkedHashMap<>();
        for (MeasuredPrompt answers : history.dev()) {
            if (!answers.outcomes().isEmpty()) {
                dev.put(answers.prompt().ids(), answers.evaluation().summary());
            }
        }
        RunResult result = record.result();
        List<Step> steps = history.steps();
        RecordedPrompt begun = initial == null ? null : initial.scored().prompt();
        RecordedPrompt reached =
                steps.isEmpty() ? begun : steps.get(steps.size() - 1).after();
        return new Search(
                result == null ? begun : result.initialPrompt(),
                result == null ? reached : result.finalPrompt(),
                result != null,
                record.manifest().split().train().size(),
                lossShare(record),
                steps,
                found,
                dev);
    }

    // runs without this setting are older than it and went by mistakes
    private static double lossShare(RunRecord record) {
        String told = record.manifest().facts().get("settings.search.selectionLossShare");
        try {
            return told == null ? 0 : Double.parseDouble(told);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void note(Assessed assessed, Map<List<Integer>, Assessed> found) {
        found.merge(
                assessed.scored().prompt().ids(),
                assessed,
                (before, now) -> now.assessedRows() > before.assessedRows() ? now : before);
    }

    /** What is known of a prompt, or null if it was not tried. */
    @Nullable
    Score scoreOf(@Nullable RecordedPrompt prompt) {
        Assessed assessed = prompt == null ? null : found.get(prompt.ids());
        return assessed == null ? null : assessed.scored();
    }

    @Nullable
    EvaluationSummary devOf(@Nullable RecordedPrompt prompt) {
        return prompt == null ? null : dev.get(prompt.ids());
    }

    boolean isLatest(RecordedPrompt prompt) {
        return latest != null && latest.ids().equals(prompt.ids());
    }

    boolean unchanged() {
        return initial != null && isLatest(initial);
    }

    /** The trial that a step chose; null if there was nothing to choose from. */
    static @Nullable Trial chosen(Step step) {
        return step.trials().stream()
                .filter(trial -> trial.token() == step.chosen())
                .findFirst()
                .orElse(null);
    }

    /** For every step the score of the prompt that it ended with, the initial prompt's in front; empty before that is known. */
    List<Score> path() {
        List<Score> path = new ArrayList<>();
        Score current = scoreOf(initial);
        if (current == null) {
            return path;
        }
        path.add(current);
        for (Step step : steps) {
            Trial chosen = chosen(step);
            if (chosen != null) {
                current = chosen.assessed().scored();
            }
            path.add(current);
        }
        return path;
    }
}
