package org.greater4j.feedback.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, with its kind.
 *
 * <p>The message holds neither the key nor anything of what was sent or came back. For the same reason there is no cause: the messages of
 * HTTP clients and JSON parsers quote what they stumbled over.
 */
final class RemoteCallException extends RuntimeException {
    private final Failure failure;
    private final String text;
    private final transient @Nullable Duration retryAfter;

    RemoteCallException(Failure failure, String message) {
        this(failure, message, null);
    }

    /** @param retryAfter how long the server asks to be left alone; null if it does not say */
    RemoteCallException(Failure failure, String message, @Nullable Duration retryAfter) {
        super(message);
        this.text = message;
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    Failure failure() {
        return failure;
    }

    /** The message, which is never missing. */
    String text() {
        return text;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
