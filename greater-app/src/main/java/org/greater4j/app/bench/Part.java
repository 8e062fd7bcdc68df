package org.greater4j.app.bench;

import java.util.Locale;

/** What a session can be busy with in a search. */
public enum Part {
    /** Assessing the initial prompt: all that comes before the first proposals. */
    START,
    PROPOSE,
    GRADIENT,
    /** Assessing the candidates that are tried. */
    SELECT;

    /** Spelling in tables and records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
