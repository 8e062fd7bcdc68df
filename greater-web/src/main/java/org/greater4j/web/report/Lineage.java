package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory.Score;
import org.greater4j.run.RunHistory.Step;
import org.greater4j.run.RunHistory.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Which prompt came from which: a trunk of the prompts that the search went through, and at each the trials that it did not take.
 *
 * @param trunk the initial prompt, then one element a step; empty before the initial prompt was scored
 */
public record Lineage(List<Node> trunk) {
    /**
     * A prompt that the search went through.
     *
     * @param label {@code start}, or which step and position led to it
     * @param prompt with what is new in it marked
     * @param figures what is known of it
     * @param result whether it is the result
     * @param ancestor whether the result came from it
     * @param branches trials of the step that led to it which were not taken
     */
    public record Node(
            String label,
            List<Piece> prompt,
            String figures,
            boolean result,
            boolean ancestor,
            List<Branch> branches) {}

    /** A trial that was not taken; it may be the result all the same. */
    public record Branch(List<Piece> prompt, String figures, boolean result) {}

    static Lineage of(Search search, StepWindow window) {
        RecordedPrompt initial = search.initial();
        if (initial == null || search.scoreOf(initial) == null) {
            return new Lineage(List.of());
        }
        List<Node> trunk = new ArrayList<>();
        Map<List<Integer>, Integer> seen = new HashMap<>();
        int resultStep = resultStep(search);
        if (window.contains(0)) {
            trunk.add(new Node(
                    "start",
                    List.of(new Piece(Piece.Kind.SAME, initial.text().strip())),
                    figures(search, search.scoreOf(initial), true),
                    resultStep == 0,
                    resultStep >= 0,
                    List.of()));
        }
        seen.put(initial.ids(), 0);
        for (Step step : search.steps()) {
            Integer before = seen.putIfAbsent(step.after().ids(), step.step());
            if (!window.contains(step.step())) {
                continue;
            }
            List<Branch> branches = new ArrayList<>();
            for (Trial trial : step.trials()) {
                if (trial.token() != step.chosen()) {
                    Score score = trial.assessed().scored();
                    branches.add(new Branch(
                            WordDiff.of(step.before().text(), score.prompt().text())
                                    .after(),
                            figures(search, score, trial.assessed().complete()),
                            step.step() == resultStep && search.isLatest(score.prompt())));
                }
            }
            boolean result = step.step() == resultStep && search.isLatest(step.after());
            Trial chosen = Search.chosen(step);
            trunk.add(new Node(
                    label(step, before),
                    changed(step.before(), step.after()),
                    chosen == null
                            ? "there was nothing to choose from"
                            : figures(search, chosen.assessed().scored(), true),
                    result,
                    step.step() < resultStep || result,
                    branches));
        }
        return new Lineage(List.copyOf(trunk));
    }

    private static List<Piece> changed(RecordedPrompt before, RecordedPrompt after) {
        return WordDiff.of(before.text().strip(), after.text().strip()).after();
    }

    private static String label(Step step, @Nullable Integer before) {
        String label = "step " + step.step() + ", token " + (step.position() + 1);
        if (step.before().ids().equals(step.after().ids())) {
            return label + ", kept";
        }
        if (before == null) {
            return label;
        }
        return label + (before == 0 ? ", back at the start" : ", the same as after step " + before);
    }

    /** The step that tried the result first; -1 if it is not known. */
    private static int resultStep(Search search) {
        Score score = search.finished() ? search.scoreOf(search.latest()) : null;
        return score == null ? -1 : score.step();
    }

    private static String figures(Search search, @Nullable Score score, boolean complete) {
        if (score == null) {
            return "";
        }
        EvaluationSummary dev = search.devOf(score.prompt());
        return (complete ? "score " : "let go, score at least ")
                + Wording.number(score.score(), 3)
                + (dev == null ? "" : ", dev " + dev.right() + "/" + dev.rows() + " right");
    }
}
