package org.greater4j.web.report;

/** A part of two texts that were held against each other. */
public record Piece(Kind kind, String text) {
    /** Which of the two texts has it. */
    public enum Kind {
        /** Both. */
        SAME,
        /** The former alone. */
        REMOVED,
        /** The latter alone. */
        ADDED
    }
}
