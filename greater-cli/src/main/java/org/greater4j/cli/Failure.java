package org.greater4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.error.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * What a command that did not end well tells, and its exit code.
 *
 * @param code name of the kind of failure
 * @param message for people
 * @param exitCode of the process
 */
record Failure(String code, String message, int exitCode) {
    static final int INTERRUPTED = 130;

    /** A failure out of anything that was thrown. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof GreaterException known) {
            return of(known.code(), String.valueOf(known.getMessage()));
        }
        if (thrown instanceof Interrupted interrupted) {
            return new Failure("INTERRUPTED", String.valueOf(interrupted.getMessage()), INTERRUPTED);
        }
        if (thrown instanceof Interruption.Requested || thrown instanceof Models.InterruptedDownload) {
            return new Failure("INTERRUPTED", "interrupted", INTERRUPTED);
        }
        if (thrown instanceof OutOfMemoryError || NativeMemory.isExhausted(thrown)) {
            return of(
                    ErrorCode.OUT_OF_MEMORY,
                    "memory: expected more than there is, found '" + firstLine(thrown)
                            + "'; use a smaller model, fewer --train examples or --trials, or fewer --max-new-tokens");
        }
        if (thrown instanceof UnsatisfiedLinkError) {
            return of(
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "engine: expected libtorch for " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ", found '" + firstLine(thrown)
                            + "'; build on the platform where it is to run");
        }
        @Nullable IOException io = io(thrown);
        if (io != null) {
            return of(
                    ErrorCode.NOT_WRITABLE,
                    "file: expected to read and write, found '" + firstLine(io)
                            + "'; check the disk's space and permissions");
        }
        return of(
                ErrorCode.INTERNAL,
                "a defect of Greater4J: " + thrown.getClass().getSimpleName() + ": " + firstLine(thrown)
                        + "; run it again with --stacktrace and report what it shows");
    }

    private static Failure of(ErrorCode code, String message) {
        return new Failure(code.name(), message, code.blame().exitCode());
    }

    boolean interrupted() {
        return exitCode == INTERRUPTED;
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static @Nullable IOException io(Throwable thrown) {
        return thrown instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
