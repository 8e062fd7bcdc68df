package org.greater4j.app;

import org.greater4j.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at, and how it is.
 *
 * @param name what was looked at, in a word or two
 * @param state how it is
 * @param found what was found
 * @param advice what to do; empty if nothing is to be done
 * @param code by which a command ends that stumbles over it; null unless it failed
 */
public record Finding(
        String name,
        State state,
        String found,
        String advice,
        @Nullable ErrorCode code) {
    /** How something is, from good to bad. */
    public enum State {
        /** As it should be. */
        OK,
        /** Not looked at, and why. */
        SKIPPED,
        /** It works, but could be better, or will fail later. */
        WARNING,
        /** It does not work. */
        FAILED
    }

    public static Finding ok(String name, String found) {
        return new Finding(name, State.OK, found, "", null);
    }

    public static Finding skipped(String name, String reason) {
        return new Finding(name, State.SKIPPED, reason, "", null);
    }

    public static Finding warning(String name, String found, String advice) {
        return new Finding(name, State.WARNING, found, advice, null);
    }

    public static Finding failed(String name, ErrorCode code, String found, String advice) {
        return new Finding(name, State.FAILED, found, advice, code);
    }
}
