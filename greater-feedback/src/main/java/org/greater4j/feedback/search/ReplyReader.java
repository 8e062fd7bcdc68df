package org.greater4j.feedback.search;

import java.util.Optional;

/**
 * Reads what a model was asked to write out of its reply.
 *
 * @param <T> what is read
 */
public interface ReplyReader<T> {
    /** What the reply says; empty if it can't be read. */
    Optional<T> read(String reply);

    /** What a reply should look like, as a request that stands by itself; sent once after a reply that could not be read. */
    String repair();
}
