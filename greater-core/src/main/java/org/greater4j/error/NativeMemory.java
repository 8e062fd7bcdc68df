package org.greater4j.error;

import java.util.Locale;

/** The memory outside of Java's heap, of this machine or of a GPU. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Whether a failure says that there was no more of it: libtorch says so in the message of a RuntimeException. */
    public static boolean isExhausted(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("can't allocate memory")
                || message.contains("not enough memory")
                || message.contains("out of memory")
                || message.contains("bad_alloc");
    }
}
