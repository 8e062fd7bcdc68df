package org.greater4j.feedback.remote;

import java.time.Duration;

/** How waiting is done; tests wait without time passing. */
@FunctionalInterface
interface Pause {
    Pause SLEEP = time -> Thread.sleep(time.toMillis());

    void pass(Duration time) throws InterruptedException;
}
