package org.greater4j.cli;

import org.greater4j.error.GreaterException;

/** A failure that ended work of which the results so far were printed, in JSON with the failure among them. */
final class EndedEarly extends RuntimeException {
    private final transient GreaterException failure;

    EndedEarly(GreaterException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    GreaterException failure() {
        return failure;
    }
}
