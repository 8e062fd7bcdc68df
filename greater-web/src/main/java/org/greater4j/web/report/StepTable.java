package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.greater4j.run.RunHistory.Step;
import org.greater4j.run.RunHistory.Trial;
import org.jspecify.annotations.Nullable;

/**
 * What one step looked at and why it chose as it did.
 *
 * @param step counted from 1
 * @param token counted from 1: which token of the prompt it optimised
 * @param oldText what stood there
 * @param newText what stands there now
 * @param changed whether these differ
 * @param score of the prompt that the step ended with; empty if nothing was tried
 * @param prompt before and after, with the change marked
 * @param reason why this one
 * @param candidates the most promising first, then what the filters left out
 * @param more what is not in the list, in words; empty if nothing
 */
public record StepTable(
        int step,
        int token,
        String oldText,
        String newText,
        boolean changed,
        String score,
        List<Piece> prompt,
        String reason,
        List<Candidate> candidates,
        String more) {
    private static final int SHOWN_UNTRIED = 12;
    private static final double BAR = 60;

    /**
     * A token that could stand there.
     *
     * @param text what it decodes to
     * @param current whether it stood there before
     * @param chosen whether the step put it there
     * @param passed whether the prompt's text would keep its ids with it
     * @param gradient in figures; empty if it has none
     * @param bar where its bar begins, in 0 .. 120 with nought in the middle
     * @param barWidth how long it is
     * @param promising whether its gradient is below nought
     * @param trial what came of trying it; null if it was not tried
     */
    public record Candidate(
            String text,
            boolean current,
            boolean chosen,
            boolean passed,
            String gradient,
            String bar,
            String barWidth,
            boolean promising,
            @Nullable Tried trial) {}

    /**
     * A trial's figures.
     *
     * @param score with a sign for at least if it was let go early
     * @param mistakes of those assessed
     */
    public record Tried(String score, String mistakes, String answerLoss, String fluencyLoss, boolean complete) {}

    private record Ranked(
            int id, String text, double gradient, @Nullable Trial trial) {}

    static StepTable of(Step step) {
        int current = step.before().ids().get(step.position());
        List<Ranked> ranked = new ArrayList<>();
        for (int at = 0; at < step.candidates().size(); at++) {
            int id = step.candidates().get(at);
            double gradient =
                    step.gradient().isEmpty() ? Double.NaN : step.gradient().get(at);
            ranked.add(new Ranked(id, step.candidateTexts().get(at), gradient, trialOf(step, id)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::gradient));
        double widest = ranked.stream()
                .mapToDouble(one -> Math.abs(one.gradient()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        List<Candidate> candidates = new ArrayList<>();
        int untried = 0;
        int hidden = 0;
        for (Ranked one : ranked) {
            boolean special = one.trial() != null || one.id() == current || one.id() == step.chosen();
            if (!special && ++untried > SHOWN_UNTRIED) {
                hidden++;
            } else {
                candidates.add(candidate(one, current, step.chosen(), widest));
            }
        }
        List<String> dropped = step.droppedTexts();
        if (dropped != null) {
            dropped.stream()
                    .limit(SHOWN_UNTRIED)
                    .forEach(text ->
                            candidates.add(new Candidate(text, false, false, false, "", "0", "0", false, null)));
        }
        Trial chosen = Search.chosen(step);
        return new StepTable(
                step.step(),
                step.position() + 1,
                textOf(step, current),
                textOf(step, step.chosen()),
                current != step.chosen(),
                chosen == null ? "" : Wording.number(chosen.assessed().scored().score(), 3),
                WordDiff.of(step.before().text(), step.after().text()).pieces(),
                reason(step),
                List.copyOf(candidates),
                more(step, hidden));
    }

    private static Candidate candidate(Ranked one, int current, int chosen, double widest) {
        boolean known = Double.isFinite(one.gradient());
        double length = known && widest > 0 ? Math.abs(one.gradient()) / widest * BAR : 0;
        boolean promising = known && one.gradient() < 0;
        return new Candidate(
                one.text(),
                one.id() == current,
                one.id() == chosen,
                true,
                known ? Wording.number(one.gradient(), 2) : "",
                Charts.coordinate(promising ? BAR - length : BAR),
                Charts.coordinate(length),
                promising,
                one.trial() == null ? null : tried(one.trial()));
    }

    private static Tried tried(Trial trial) {
        boolean complete = trial.assessed().complete();
        Double loss = trial.assessed().scored().answerLoss();
        return new Tried(
                (complete ? "" : "≥ ")
                        + Wording.number(trial.assessed().scored().score(), 3),
                trial.assessed().scored().mistakes() + "/" + trial.assessed().assessedRows(),
                loss == null ? "" : Wording.number(loss, 3),
                Wording.number(trial.assessed().scored().fluencyLoss(), 2),
                complete);
    }

    private static @Nullable Trial trialOf(Step step, int id) {
        return step.trials().stream()
                .filter(trial -> trial.token() == id)
                .findFirst()
                .orElse(null);
    }

    private static String textOf(Step step, int id) {
        int at = step.candidates().indexOf(id);
        return at < 0 ? "" : step.candidateTexts().get(at);
    }

    private static String reason(Step step) {
        return switch (step.reason()) {
            case "LOWEST_SCORE" -> "It had the lowest score of those tried.";
            case "FULL_STOP" -> "It ends the sentence past half the initial length, which wins whatever the score.";
            case "TOO_LITTLE_EVIDENCE" -> "No other token was better by enough to replace it.";
            case "ONLY_CANDIDATE" -> "There was no other candidate.";
            default -> "Reason: " + step.reason() + ".";
        };
    }

    private static String more(Step step, int hidden) {
        List<String> parts = new ArrayList<>();
        if (hidden > 0) {
            parts.add(Wording.count(hidden, "further candidate", "further candidates")
                    + " with a less promising gradient " + (hidden == 1 ? "is" : "are") + " not listed.");
        }
        int named = step.droppedTexts() == null
                ? 0
                : Math.min(SHOWN_UNTRIED, step.droppedTexts().size());
        int unnamed = step.droppedByRoundTrip() - named;
        if (unnamed > 0) {
            parts.add(Wording.count(unnamed, "proposal", "proposals")
                    + (named > 0 ? " more" : "")
                    + " did not pass the round trip and " + (unnamed == 1 ? "is" : "are") + " not listed.");
        }
        return String.join(" ", parts);
    }
}
