package org.greater4j.web.live;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greater4j.run.RunFollower;

/**
 * The events of the few runs that somebody looks at, kept in memory so that each look reads only what is new. Thread-safe; looks at the same run
 * wait for each other.
 */
public final class OpenRuns {
    private static final int MOST_OPEN = 8;

    private final Map<Path, RunFollower> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What there is to see of a run.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) as {@link RunFollower#look} says
     */
    public RunFollower.Look look(Path directory) {
        RunFollower follower = follower(directory);
        synchronized (follower) {
            return follower.look();
        }
    }

    private synchronized RunFollower follower(Path directory) {
        RunFollower follower = open.computeIfAbsent(directory, RunFollower::new);
        Iterator<Path> oldest = open.keySet().iterator();
        while (open.size() > MOST_OPEN) {
            oldest.next();
            oldest.remove();
        }
        return follower;
    }
}
