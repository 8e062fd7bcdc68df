package org.greater4j.feedback.remote;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model with the key that it is asked with.
 *
 * @param key null if none is sent
 */
record Endpoint(RemoteName name, @Nullable ApiKey key) {
    static Endpoint of(RemoteName name, Map<String, String> environment) {
        return new Endpoint(name, ApiKey.of(name, environment));
    }

    /** A failed call, said in the form of all messages. */
    RemoteCallException failure(Failure failure, String found, String advice) {
        return failure(failure, found, advice, null);
    }

    /** That a filter kept a reply back. */
    RemoteCallException withheld() {
        return failure(Failure.WITHHELD, "one that was withheld by a filter", "ask otherwise");
    }

    /** @param retryAfter how long the server asks to be left alone; null if it does not say */
    RemoteCallException failure(Failure failure, String found, String advice, @Nullable Duration retryAfter) {
        return new RemoteCallException(
                failure, name + ": expected a reply, found " + found + "; " + advice, retryAfter);
    }
}
