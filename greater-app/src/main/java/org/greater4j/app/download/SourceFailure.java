package org.greater4j.app.download;

import org.jspecify.annotations.Nullable;

/** Why one source could not give a file; the message completes the sentence "SOURCE: ". Not an error as long as a source is left. */
final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SourceFailure(String reason) {
        this(reason, null);
    }

    SourceFailure(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
