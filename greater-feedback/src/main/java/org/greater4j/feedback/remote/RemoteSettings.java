package org.greater4j.feedback.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How remote models are asked.
 *
 * @param concurrency most calls under way at a time to one model, at least 1
 * @param retries most further attempts of a call that failed in a way that may pass, at least 0
 * @param unusableRetries most further attempts of a call that brought a reply which can't be read or is empty; at most {@code retries} count
 * @param firstPause before the first further attempt; doubles with each one
 * @param longestPause the most that doubling comes to
 * @param longestRetryAfter a server that asks for a longer wait is taken to have failed
 * @param connectTimeout for a connection to be there
 * @param callTimeout for a whole call, from the first byte sent to the last one read
 * @param seed of the pauses' jitter
 * @param temperature whether a temperature is sent; some models refuse any
 * @param cache folder that replies are kept in; null keeps none
 */
public record RemoteSettings(
        int concurrency,
        int retries,
        int unusableRetries,
        Duration firstPause,
        Duration longestPause,
        Duration longestRetryAfter,
        Duration connectTimeout,
        Duration callTimeout,
        long seed,
        boolean temperature,
        @Nullable Path cache) {
    /** Four calls at a time, four retries, two minutes a call, and no cache. */
    public static RemoteSettings standard() {
        return new RemoteSettings(
                4,
                4,
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                0,
                true,
                null);
    }

    /** What keeps the settings from being used, one a line; none if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (concurrency < 1) {
            problems.add("concurrency: expected at least 1, found " + concurrency);
        }
        if (retries < 0 || unusableRetries < 0) {
            problems.add("retries: expected at least 0, found " + Math.min(retries, unusableRetries));
        }
        for (Duration duration : List.of(firstPause, longestPause, longestRetryAfter)) {
            if (duration.isNegative()) {
                problems.add("pauses: expected at least 0 s, found " + duration.toMillis() + " ms");
            }
        }
        for (Duration timeout : List.of(connectTimeout, callTimeout)) {
            if (timeout.isNegative() || timeout.isZero()) {
                problems.add("timeouts: expected more than 0 s, found " + timeout.toMillis() + " ms");
            }
        }
        return problems;
    }

    /** The same with replies kept in a folder; null keeps none. */
    public RemoteSettings withCache(@Nullable Path folder) {
        return new RemoteSettings(
                concurrency,
                retries,
                unusableRetries,
                firstPause,
                longestPause,
                longestRetryAfter,
                connectTimeout,
                callTimeout,
                seed,
                temperature,
                folder);
    }

    /** The same with another number of calls at a time. */
    public RemoteSettings withConcurrency(int calls) {
        return new RemoteSettings(
                calls,
                retries,
                unusableRetries,
                firstPause,
                longestPause,
                longestRetryAfter,
                connectTimeout,
                callTimeout,
                seed,
                temperature,
                cache);
    }

    /** The same with another time for a whole call. */
    public RemoteSettings withCallTimeout(Duration timeout) {
        return new RemoteSettings(
                concurrency,
                retries,
                unusableRetries,
                firstPause,
                longestPause,
                longestRetryAfter,
                connectTimeout,
                timeout,
                seed,
                temperature,
                cache);
    }

    /** The same without a temperature in requests: models draw as they are set up. */
    public RemoteSettings withoutTemperature() {
        return new RemoteSettings(
                concurrency,
                retries,
                unusableRetries,
                firstPause,
                longestPause,
                longestRetryAfter,
                connectTimeout,
                callTimeout,
                seed,
                false,
                cache);
    }
}
