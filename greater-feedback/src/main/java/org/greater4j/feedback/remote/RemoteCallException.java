package org.greater4j.feedback.remote;

import java.time.Duration;
import org.greater4j.feedback.Usage;
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
    private final transient Usage usage;

    RemoteCallException(Failure failure, String message) {
        this(failure, message, null);
    }

    /** @param retryAfter how long the server asks to be left alone; null if it does not say */
    RemoteCallException(Failure failure, String message, @Nullable Duration retryAfter) {
        this(failure, message, retryAfter, Usage.NONE);
    }

    private RemoteCallException(Failure failure, String message, @Nullable Duration retryAfter, Usage usage) {
        super(message);
        this.text = message;
        this.failure = failure;
        this.retryAfter = retryAfter;
        this.usage = usage;
    }

    /** The same failure of a call that took some tokens more. */
    RemoteCallException withUsage(Usage more) {
        return new RemoteCallException(failure, text, retryAfter, usage.plus(more));
    }

    /** The same failure in other words. */
    RemoteCallException withText(String other) {
        return new RemoteCallException(failure, other, retryAfter, usage);
    }

    /** Tokens of replies that came and are none to use; what a broken connection may have taken is not among them. */
    Usage usage() {
        return usage;
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
