package org.greater4j.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** The answer format that a user names for a file of examples. */
public enum AnswerKind {
    /** Read off the answers: letters, numbers, a few labels, or else text. */
    AUTO,
    /** One of a few words or phrases. */
    LABEL,
    /** The letter of an option, with or without parentheses. */
    CHOICE,
    /** One number. */
    NUMBER,
    /** Any one line. */
    TEXT,
    /** One day; in numbers such as 03/04/2026 day and month must be clear. */
    DATE,
    /** Several items in order. */
    LIST,
    /** A sequence of brackets. */
    BRACKETS;

    /** As written on the command line, such as {@code auto}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #label}.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) for any other text
     */
    public static AnswerKind of(String label) {
        return find(label)
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_OPTION,
                        "answer format: expected one of "
                                + Arrays.stream(values()).map(AnswerKind::label).collect(Collectors.joining(", "))
                                + ", found '" + label + "'; mend --answer-format"));
    }

    /** The kind of a {@link #label}; empty for any other text, which may name a format of the user's own. */
    public static Optional<AnswerKind> find(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equalsIgnoreCase(label.strip()))
                .findFirst();
    }
}
