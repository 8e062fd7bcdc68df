package org.greater4j.app.launch;

import org.jspecify.annotations.Nullable;

/**
 * What a supervised process is doing.
 *
 * @param phase of its life
 * @param label what it works on, for people; empty while that is not known
 * @param fraction of the whole that is done, in 0 .. 1; negative while unknown
 * @param secondsLeft estimate; negative while unknown
 * @param failure what it said when it failed; null unless it failed
 */
public record RunActivity(
        Phase phase,
        String label,
        double fraction,
        double secondsLeft,
        @Nullable String failure) {
    /** The life of a process. */
    public enum Phase {
        /** Another one has to end first. */
        WAITING,
        /** It loads task and model, or fetches them. */
        STARTING,
        /** It works. */
        RUNNING,
        /** It was asked to end. */
        STOPPING,
        /** It has ended, well or not. */
        ENDED
    }

    static RunActivity waiting() {
        return new RunActivity(Phase.WAITING, "waiting for another run to end", -1, -1, null);
    }

    static RunActivity starting() {
        return new RunActivity(Phase.STARTING, "starting", -1, -1, null);
    }

    RunActivity stopping() {
        return new RunActivity(Phase.STOPPING, "stopping", fraction, -1, null);
    }

    RunActivity ended(@Nullable String why) {
        return new RunActivity(Phase.ENDED, "", fraction, -1, why);
    }

    /** Whether the process lives, or will. */
    public boolean alive() {
        return phase != Phase.ENDED;
    }
}
