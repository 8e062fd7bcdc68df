package org.greater4j.web.live;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    /** A process works on it. */
    RUNNING("running"),
    /** It has no result and no process works on it; it can be gone on with. */
    INTERRUPTED("interrupted"),
    /** It came to a result. */
    FINISHED("finished"),
    /** Its files can't be read. */
    UNREADABLE("unreadable");

    private final String label;

    RunState(String label) {
        this.label = label;
    }

    /** In a word. */
    public String label() {
        return label;
    }

    /** Its name in addresses and styles. */
    public String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
