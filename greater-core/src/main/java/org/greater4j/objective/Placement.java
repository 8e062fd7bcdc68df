package org.greater4j.objective;

import java.util.Arrays;
import java.util.Optional;

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

    /** The placement of a label; empty for a text that is none. */
    public static Optional<Placement> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(placement -> placement.label.equals(label))
                .findFirst();
    }

    /** Spelling on the command line and in records. */
    public String label() {
        return label;
    }
}
