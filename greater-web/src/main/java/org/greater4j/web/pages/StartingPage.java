package org.greater4j.web.pages;

import org.greater4j.app.launch.RunActivity;

/**
 * A run that was ordered and has no record yet.
 *
 * @param id of the run
 * @param activity what its process is doing
 */
public record StartingPage(String id, RunActivity activity) {
    /** What stops it. */
    public String stop() {
        return Address.of("/stop").with("id", id).toString();
    }

    /** Whether it ended before it began. */
    public boolean failed() {
        return !activity.alive();
    }
}
