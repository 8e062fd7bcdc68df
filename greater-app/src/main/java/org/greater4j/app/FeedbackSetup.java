package org.greater4j.app;

import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.method.Scale;
import org.jspecify.annotations.Nullable;

/**
 * What the sizes of a method by text feedback follow from.
 *
 * @param scale what the budget has to last for; null for the sizes of the release
 * @param dev number of rows that prompts are chosen on
 * @param bandit how ProTeGi ranks its candidates
 */
public record FeedbackSetup(@Nullable Scale scale, int dev, BeamEvaluator bandit) {}
