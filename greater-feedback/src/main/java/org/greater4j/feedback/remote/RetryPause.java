package org.greater4j.feedback.remote;

import java.time.Duration;

/**
 * A pause that begins before a call is tried again.
 *
 * @param problem what the last attempt failed by, in a sentence; holds no secret and nothing of what was sent
 * @param length of the pause
 * @param retry which further attempt it is, from 1
 * @param retries most further attempts
 */
public record RetryPause(String problem, Duration length, int retry, int retries) {}
