package org.greater4j.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that its reader can act on.
 *
 * <p>The message says what failed, what was expected, what was found, where, and what to do. It holds no secret and no stack trace.
 */
public sealed class GreaterException extends RuntimeException permits NotFiniteException {
    private final ErrorCode code;

    public GreaterException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public GreaterException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** One error out of several problems of one code, one a line; a single problem stays a single line. */
    public static GreaterException ofAll(ErrorCode code, String headline, List<String> problems) {
        if (problems.size() == 1) {
            return new GreaterException(code, headline + ": " + problems.get(0));
        }
        return new GreaterException(
                code, headline + ": " + problems.size() + " problems\n  - " + String.join("\n  - ", problems));
    }

    public ErrorCode code() {
        return code;
    }
}
