package org.greater4j.app;

import java.util.concurrent.atomic.AtomicBoolean;

/** A request to end the work in progress, from a signal or another thread; work looks at it many times a second. */
public final class Interruption {
    private final AtomicBoolean requested = new AtomicBoolean();

    /** Ends the work at its next look; what was recorded stays. */
    public void request() {
        requested.set(true);
    }

    public boolean requested() {
        return requested.get();
    }

    /** Throws if the end was requested. */
    void check() {
        if (requested.get()) {
            throw new Requested();
        }
    }

    /** Unwinds the work; every owner of native memory on the way closes it. */
    public static final class Requested extends RuntimeException {
        private Requested() {
            super("interrupted", null, false, false);
        }
    }
}
