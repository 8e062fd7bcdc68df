package org.greater4j.app;

import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.method.Gepa;
import org.greater4j.feedback.method.Opro;
import org.greater4j.feedback.method.Scale;
import org.jspecify.annotations.Nullable;

/**
 * What the sizes of a method by text feedback follow from.
 *
 * @param scale what the budget has to last for; null for the sizes of the release
 * @param dev number of rows that prompts are chosen on
 * @param bandit how ProTeGi ranks its candidates
 * @param merge whether GEPA merges candidates; null for what its sizes say
 * @param digits whether OPRO takes instructions with digits
 */
public record FeedbackSetup(
        @Nullable Scale scale,
        int dev,
        BeamEvaluator bandit,
        @Nullable Boolean merge,
        boolean digits) {
    /** GEPA's settings with or without merges, as was asked for. */
    Gepa.Settings merging(Gepa.Settings sizes) {
        return merge == null ? sizes : sizes.withMerge(merge);
    }

    /** OPRO's settings with or without digits in instructions. */
    Opro.Settings spelling(Opro.Settings sizes) {
        return digits ? sizes : sizes.withoutDigits();
    }
}
