package org.greater4j.objective;

/** Where the prompt stands in the chat. */
public enum Placement {
    /** At the end of the user's turn, after the question; the default of the authors' release. */
    AFTER_QUESTION("after-question"),
    /** At the start of the user's turn, before the question. */
    BEFORE_QUESTION("before-question"),
    /** As the system message, or, where a template takes none, at the start of the user's turn. */
    SYSTEM("system");

    private final String label;

    Placement(String label) {
        this.label = label;
    }

    /** Spelling on the command line and in records. */
    public String label() {
        return label;
    }
}
