package org.greater4j.optimize;

import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Statistics;
import org.greater4j.objective.Prompt;

/**
 * What one step did and why.
 *
 * @param step counted from 1
 * @param position the position that was optimised
 * @param before the prompt that the step began with
 * @param k the number of proposals per example that gave enough candidates
 * @param candidates C ids, ascending, the current token among them
 * @param candidateTexts what each candidate decodes to
 * @param dropped what each proposal decodes to that was left out because the prompt's text would not keep its ids; ascending by id
 * @param gradient C sums over the examples; empty if there was nothing to choose from
 * @param meanAnswerLoss of the prompt before, at the gradient's temperature; NaN without a gradient
 * @param trials the candidates that were tried, in gradient order
 * @param chosen the token that the step put there
 * @param reason why that one
 * @param after the prompt that the step ended with, before the filler
 * @param cost tokens that the step let through the model
 * @param statistics how the step's answers were come by
 */
public record StepRecord(
        int step,
        int position,
        Prompt before,
        int k,
        int[] candidates,
        List<String> candidateTexts,
        List<String> dropped,
        double[] gradient,
        double meanAnswerLoss,
        List<Trial> trials,
        int chosen,
        Choice reason,
        Prompt after,
        Cost cost,
        Statistics statistics) {
    /** Number of proposals left out by the round trip. */
    public int droppedByRoundTrip() {
        return dropped.size();
    }

    /**
     * A candidate that was tried.
     *
     * @param token its id
     * @param text what it decodes to
     * @param gradient its summed gradient
     * @param scored the prompt with it; its score is a lower bound if the trial was let go early
     * @param assessment chains, mistakes and losses, per example; incomplete if the trial was let go early
     */
    public record Trial(int token, String text, double gradient, ScoredPrompt scored, Assessment assessment) {}

    /** Why a token was chosen. */
    public enum Choice {
        /** It gave the lowest score. */
        LOWEST_SCORE,
        /** It contains a full stop past half the initial length. */
        FULL_STOP,
        /** There was no other candidate. */
        ONLY_CANDIDATE,
        /** the current token stays, since none was better by enough */
        TOO_LITTLE_EVIDENCE
    }
}
