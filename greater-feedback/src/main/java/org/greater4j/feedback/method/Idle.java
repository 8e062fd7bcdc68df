package org.greater4j.feedback.method;

/** When a search without a last step ends although its budget is not spent. */
final class Idle {
    /** Steps in a row that find nothing new; a small model may say the same for ever. */
    static final int MOST = 20;

    private Idle() {}
}
