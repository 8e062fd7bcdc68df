package org.greater4j.feedback.search;

import org.jspecify.annotations.Nullable;

/**
 * A prompt and what its method thinks of it.
 *
 * @param prompt its text
 * @param score share of right answers on the rows that the method ranks it by, in 0 .. 1; null if it was not ranked
 * @param step the step that wrote it; 0 for those that a search begins with
 */
public record RankedPrompt(String prompt, @Nullable Double score, int step) {}
