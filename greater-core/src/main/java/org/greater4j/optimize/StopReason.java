package org.greater4j.optimize;

/** Why a search ended. */
public enum StopReason {
    /** All steps were done. */
    STEPS,
    /** No better score for as many steps as patience allows. */
    PATIENCE,
    /** The budget of tokens, time or calls was spent. */
    BUDGET
}
