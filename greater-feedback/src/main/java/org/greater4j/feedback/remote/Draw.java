package org.greater4j.feedback.remote;

import org.greater4j.feedback.ChatCall;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call's draw from those of calls that are otherwise equal, whether or not the protocol has a place for it.
 *
 * @param sample number of the draw, from 0
 * @param seed of the run that draws; null if nothing is drawn, since all runs then ask for the same
 */
record Draw(int sample, @Nullable Long seed) {
    static final Draw FIRST = new Draw(0, null);

    static Draw of(ChatCall call) {
        return new Draw(
                call.sample(),
                call.sampling().temperature() > 0 ? (Long) call.sampling().seed() : null);
    }
}
