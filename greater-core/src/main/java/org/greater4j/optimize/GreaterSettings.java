package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Every parameter of GReaTer's step; the defaults are those of the authors' release.
 *
 * @param steps how many positions are optimised, one a step
 * @param seed decides the draw of subsets; the draw of a step depends on the seed and the step alone
 * @param topK the likeliest tokens that each example proposes (k)
 * @param topKIncrement added to k while there are too few candidates
 * @param subsets how many subsets of examples are drawn
 * @param subsetSize examples in a subset; all proposals of a subset are intersected
 * @param minimumCandidates fewer candidates than this make k grow
 * @param trials candidates with the most negative gradient that are tried in full
 * @param selectionFluencyWeight weight of the prompt's mean negative log-likelihood in the score
 * @param selectionLossShare 0 scores by mistakes, as the release does, 1 by the answer loss, between them by a mix
 * @param evidence standard errors by which a candidate's scores must be below the current token's on the same examples to replace it;
 *     0 asks for none
 * @param stopWins whether a candidate that contains a full stop wins at once past half the initial length
 * @param keepIncumbent whether the current token competes in every step, so that a step never gets worse
 * @param patience steps without a better score after which the search ends; 0 never
 * @param filler text of the token that is appended when the prompt does not end with a full stop
 * @param finalists prompts with the best training scores that are measured on the dev split
 */
public record GreaterSettings(
        int steps,
        long seed,
        int topK,
        int topKIncrement,
        int subsets,
        int subsetSize,
        int minimumCandidates,
        int trials,
        double selectionFluencyWeight,
        double selectionLossShare,
        double evidence,
        boolean stopWins,
        boolean keepIncumbent,
        int patience,
        String filler,
        int finalists) {
    /** Defaults of the release, for so many steps. */
    public static GreaterSettings defaults(int steps, long seed) {
        return new GreaterSettings(steps, seed, 10, 2, 5, 5, 6, 3, 0.02, 0, 0, true, false, 0, "_", 10);
    }

    /** The same settings for another number of steps. */
    public GreaterSettings withSteps(int number) {
        return with(number, seed, selectionLossShare, keepIncumbent, stopWins, finalists);
    }

    /** The same settings with other draws. */
    public GreaterSettings withSeed(long newSeed) {
        return with(steps, newSeed, selectionLossShare, keepIncumbent, stopWins, finalists);
    }

    /** The same settings with another rule of which candidate wins a step. */
    public GreaterSettings withSelection(double newLossShare, boolean newKeepIncumbent, boolean newStopWins) {
        return with(steps, seed, newLossShare, newKeepIncumbent, newStopWins, finalists);
    }

    /** The same settings with another number of prompts for the dev split. */
    public GreaterSettings withFinalists(int number) {
        return with(steps, seed, selectionLossShare, keepIncumbent, stopWins, number);
    }

    private GreaterSettings with(
            int newSteps,
            long newSeed,
            double newLossShare,
            boolean newKeepIncumbent,
            boolean newStopWins,
            int newFinalists) {
        return new GreaterSettings(
                newSteps,
                newSeed,
                topK,
                topKIncrement,
                subsets,
                subsetSize,
                minimumCandidates,
                trials,
                selectionFluencyWeight,
                newLossShare,
                evidence,
                newStopWins,
                newKeepIncumbent,
                patience,
                filler,
                newFinalists);
    }

    /** What the training score is made of. */
    public ScoreWeights weights() {
        return new ScoreWeights(selectionLossShare, selectionFluencyWeight);
    }

    /** Problems of these settings, one a line; none if they are sound. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        atLeast(problems, "steps", steps, 1);
        atLeast(problems, "top-k", topK, 1);
        atLeast(problems, "top-k-increment", topKIncrement, 1);
        atLeast(problems, "subsets", subsets, 1);
        atLeast(problems, "subset-size", subsetSize, 1);
        atLeast(problems, "minimum-candidates", minimumCandidates, 1);
        atLeast(problems, "trials", trials, 1);
        atLeast(problems, "patience", patience, 0);
        atLeast(problems, "finalists", finalists, 1);
        if (!(selectionFluencyWeight >= 0) || Double.isInfinite(selectionFluencyWeight)) {
            problems.add(
                    "--selection-fluency-weight: expected a number of at least 0, found " + selectionFluencyWeight);
        }
        if (!(selectionLossShare >= 0 && selectionLossShare <= 1)) {
            problems.add("--selection-loss-share: expected a number from 0 to 1, found " + selectionLossShare);
        }
        if (!(evidence >= 0) || Double.isInfinite(evidence)) {
            problems.add("--evidence: expected a number of at least 0, found " + evidence);
        } else if (evidence > 0 && !keepIncumbent) {
            problems.add(
                    "--evidence: expected --keep-incumbent with it, since it is evidence against the current token, found none");
        }
        return problems;
    }

    /** Throws if these settings are not sound, naming every problem. */
    public void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "settings of the search", problems);
        }
    }

    private static void atLeast(List<String> problems, String option, int value, int least) {
        if (value < least) {
            problems.add("--" + option + ": expected at least " + least + ", found " + value);
        }
    }
}
