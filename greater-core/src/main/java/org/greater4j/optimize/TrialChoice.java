package org.greater4j.optimize;

import java.util.List;
import java.util.function.IntPredicate;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ScoreWeights;
import org.jspecify.annotations.Nullable;

/**
 * Which of the trials of a step is chosen, and why (method: step 3, Select).
 *
 * @param token the token that the position has from now on
 */
record TrialChoice(int token, StepRecord.Choice reason) {
    /**
     * Chooses the first token that wins at once, else the lowest score, the last among equals. If evidence is asked for, the current token
     * stays unless the best is better than it by enough.
     *
     * <p>Of several candidates one is the best by luck alone. Evidence asks how sure it is that a candidate is better than the current
     * token: the mean difference of their scores on the same examples, in standard errors of that mean.
     *
     * @param current the token before the step; among the trials if evidence is asked for
     */
    static TrialChoice of(
            List<StepRecord.Trial> trials, int current, IntPredicate winsAtOnce, GreaterSettings settings) {
        StepRecord.@Nullable Trial best = null;
        StepRecord.@Nullable Trial incumbent = null;
        for (StepRecord.Trial trial : trials) {
            if (winsAtOnce.test(trial.token())) {
                return new TrialChoice(trial.token(), StepRecord.Choice.FULL_STOP);
            }
            // a trial that was let go early is known to lose
            if (trial.assessment().complete()
                    && (best == null || trial.scored().score() <= best.scored().score())) {
                best = trial;
            }
            incumbent = trial.token() == current ? trial : incumbent;
        }
        if (best == null) {
            throw new IllegalStateException("expected a session that assesses the best of " + trials.size()
                    + " prompts on every example, found none that was");
        }
        if (settings.evidence() > 0
                && incumbent != null
                && best.token() != current
                && evidence(incumbent, best, settings.weights()) < settings.evidence()) {
            return new TrialChoice(current, StepRecord.Choice.TOO_LITTLE_EVIDENCE);
        }
        return new TrialChoice(best.token(), StepRecord.Choice.LOWEST_SCORE);
    }

    /** Mean difference of two scores over its standard error; infinite where all examples agree, 0 if there is no difference. */
    static double evidence(StepRecord.Trial incumbent, StepRecord.Trial candidate, ScoreWeights weights) {
        List<ExampleAssessment> before = incumbent.assessment().examples();
        List<ExampleAssessment> after = candidate.assessment().examples();
        double fluency = weights.fluency()
                * (incumbent.assessment().fluencyLoss() - candidate.assessment().fluencyLoss());
        int examples = before.size();
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < examples; j++) {
            double difference = weights.score(before.get(j)) - weights.score(after.get(j)) + fluency;
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / examples;
        double variance = examples > 1 ? Math.max(0, (squares - sum * mean) / (examples - 1)) : 0;
        return mean == 0 ? 0 : mean / Math.sqrt(variance / examples);
    }
}
