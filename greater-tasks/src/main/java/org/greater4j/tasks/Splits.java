package org.greater4j.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Which examples of a published data set may go into which part of a split, and how large the parts are unless sizes are given. */
public enum Splits {
    /** Drawn by the seed, with the program's own sizes. */
    SEEDED,
    /** Drawn by the seed, with the paper's sizes. */
    PAPER,
    /** The rows of the authors' files, in their order, with their sizes. */
    AUTHORS;

    /** As written on the command line, such as {@code authors}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #label}.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) for any other text
     */
    public static Splits of(String label) {
        return Arrays.stream(values())
                .filter(splits -> splits.label().equalsIgnoreCase(label.strip()))
                .findFirst()
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_OPTION,
                        "--splits: expected one of "
                                + Arrays.stream(values()).map(Splits::label).collect(Collectors.joining(", "))
                                + ", found '" + label + "'"));
    }
}
