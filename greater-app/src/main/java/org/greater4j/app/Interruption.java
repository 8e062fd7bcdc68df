package org.greater4j.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request to end the work in progress, from a signal or another thread; work looks at it many times a second. */
public final class Interruption {
    // what is recorded is on disk, so waiting longer for the pass under way would win nothing
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AtomicBoolean requested = new AtomicBoolean();
    private final Object guard = new Object();
    private @Nullable Thread waiting;
    private volatile String advice = "";
    private volatile Duration patience = PATIENCE;

    /** Work that waits for others (a server, a process) and heeds {@link Thread#interrupt}. */
    @FunctionalInterface
    interface Wait<T> {
        T run() throws InterruptedException;
    }

    /** What to tell if the work has to be given up in the middle: how to go on with what was recorded. Empty by default. */
    public String advice() {
        return advice;
    }

    /** Replaces the {@link #advice}. */
    public void advise(String newAdvice) {
        advice = newAdvice;
    }

    /** How long work that was asked to end may take before it is given up: two seconds by default. */
    public Duration patience() {
        return patience;
    }

    /** Replaces the {@link #patience}, for work whose own end matters more than a quick one. */
    public void allow(Duration newPatience) {
        patience = newPatience;
    }

    /** Ends the work at its next look; what was recorded stays. */
    public void request() {
        synchronized (guard) {
            requested.set(true);
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    public boolean requested() {
        return requested.get();
    }

    /** Throws if the end was requested. */
    public void check() {
        if (requested.get()) {
            throw new Requested();
        }
    }

    /**
     * Waits on the calling thread, which a request interrupts meanwhile. Only then: an interrupt in the middle of other work would close
     * the files that the thread is writing to.
     *
     * @throws InterruptedException if somebody else interrupted the thread
     */
    <T> T waiting(Wait<T> wait) throws InterruptedException {
        synchronized (guard) {
            check();
            waiting = Thread.currentThread();
        }
        try {
            return wait.run();
        } catch (InterruptedException e) {
            check();
            throw e;
        } finally {
            synchronized (guard) {
                waiting = null;
                if (requested.get()) {
                    Thread.interrupted(); // the request itself is remembered
                }
            }
        }
    }

    /** Unwinds the work; every owner of native memory on the way closes it. */
    public static final class Requested extends RuntimeException {
        private Requested() {
            super("interrupted", null, false, false);
        }
    }
}
