package org.greater4j.optimize;

/**
 * A prompt that lost its step early: its score is at least what is known, which was enough to lose.
 *
 * @param soFar what is known; its score is the lowest that the prompt's score can become, its step and position are those of the first try
 * @param place index of the prompt in the history of a search that lets nothing go
 */
public record UnfinishedPrompt(ScoredPrompt soFar, int place) {}
