package org.greater4j.engine;

/**
 * When a prompt's assessment may stop because its score can no longer be the lowest.
 *
 * @param enabled whether anything may be left out; an assessment left incomplete never wins
 * @param weights what the score is made of
 * @param scoreToBeat a score known already that a prompt must reach or beat; positive infinity if there is none
 */
public record Cutoff(boolean enabled, ScoreWeights weights, double scoreToBeat) {
    /** Assesses every example of every prompt. */
    public static Cutoff none() {
        return new Cutoff(false, ScoreWeights.ofMistakes(0), Double.POSITIVE_INFINITY);
    }
}
