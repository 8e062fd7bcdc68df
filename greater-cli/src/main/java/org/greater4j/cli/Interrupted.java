package org.greater4j.cli;

/** Work that a signal ended; the message says what is left of it and how to go on. */
final class Interrupted extends RuntimeException {
    Interrupted(String message) {
        super(message, null, false, false);
    }
}
