package org.greater4j.engine;

/** Hears how far a session has come in one of its questions; may end the work by throwing. */
@FunctionalInterface
public interface WorkListener {
    /** {@code done} of {@code total} rows of a phase are finished. */
    void progressed(Phase phase, int done, int total);

    static WorkListener silent() {
        return (phase, done, total) -> {};
    }
}
