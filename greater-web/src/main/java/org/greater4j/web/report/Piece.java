package org.greater4j.web.report;

import java.util.List;

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

    // a column on a phone shows about 35 characters a line, and no box that scrolls is lower than ten lines
    private static final int SHORT_CHARACTERS = 300;
    private static final int SHORT_LINES = 6;

    /**
     * Whether a text may be higher than the box that long texts are shown in. Only such a box scrolls and takes the focus, so that a key
     * reaches all of the text without stopping at each short one.
     */
    static boolean isLong(List<Piece> pieces) {
        long characters = 0;
        long newlines = 0;
        for (Piece piece : pieces) {
            characters += piece.text.length();
            newlines +=
                    piece.text.chars().filter(character -> character == '\n').count();
        }
        return characters > SHORT_CHARACTERS || newlines >= SHORT_LINES;
    }
}
