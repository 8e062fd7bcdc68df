package org.greater4j.task;

/** What came of one question. */
public enum Outcome {
    RIGHT,
    WRONG,
    /** Nothing in the reply could be read as an answer. */
    UNANSWERED
}
