package org.greater4j.web.live;

import java.time.Instant;
import org.greater4j.run.RunGlance;
import org.jspecify.annotations.Nullable;

/**
 * A run as a list shows it.
 *
 * @param id its path below the folder of all runs, with slashes
 * @param state where it stands
 * @param glance what its small files tell; null if they can't be read
 * @param problem why they can't be read; null if they can
 * @param study id of the study that it belongs to; null if it stands alone
 */
public record RunSummary(
        String id,
        RunState state,
        @Nullable RunGlance glance,
        @Nullable String problem,
        @Nullable String study) {
    /** When it was begun; long ago if that is not known. */
    public Instant started() {
        return glance == null ? Instant.EPOCH : glance.started();
    }
}
