package org.greater4j.engine;

/** What a session is busy with, for progress lines and costs. */
public enum Phase {
    PROPOSE,
    GRADIENT,
    SELECT
}
