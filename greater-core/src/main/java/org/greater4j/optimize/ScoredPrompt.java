package org.greater4j.optimize;

import java.util.Comparator;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.objective.Prompt;

/**
 * A prompt that was assessed on the training examples.
 *
 * @param score see {@link ScoreWeights}; lower is better. If a cutoff left examples out, the lowest that it can become
 * @param mistakes on the examples that were assessed
 * @param answerLoss mean over these; NaN if there are none
 * @param step the step that tried it; 0 for the initial prompt
 * @param position the position whose token it changed; -1 for the initial prompt
 */
public record ScoredPrompt(
        Prompt prompt, double score, int mistakes, double answerLoss, double fluencyLoss, int step, int position) {
    /** Best score first, earlier first among equals. */
    public static final Comparator<ScoredPrompt> BEST_FIRST =
            Comparator.comparingDouble(ScoredPrompt::score).thenComparingInt(ScoredPrompt::step);

    /** Scores an assessment. */
    public static ScoredPrompt of(Assessment assessment, ScoreWeights weights, int step, int position) {
        return new ScoredPrompt(
                assessment.prompt(),
                assessment.score(weights),
                assessment.mistakes(),
                assessment.answerLoss(),
                assessment.fluencyLoss(),
                step,
                position);
    }

    /** The same prompt, first tried elsewhere. */
    ScoredPrompt triedAt(int firstStep, int firstPosition) {
        return new ScoredPrompt(prompt, score, mistakes, answerLoss, fluencyLoss, firstStep, firstPosition);
    }
}
