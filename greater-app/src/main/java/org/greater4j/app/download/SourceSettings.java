package org.greater4j.app.download;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long sources are waited for, and how pip is called.
 *
 * @param connectTimeout until a connection stands
 * @param stallTimeout until the first byte, and between bytes
 * @param longestWait for a server that asks for patience by saying how long
 * @param pipStallTimeout without any sign of life of pip, which needs time of its own to start and to unpack
 * @param pipCommands ways to call pip, tried in order until one exists
 */
record SourceSettings(
        Duration connectTimeout,
        Duration stallTimeout,
        Duration longestWait,
        Duration pipStallTimeout,
        List<List<String>> pipCommands) {

    static SourceSettings standard() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> python3 = List.of("python3", "-m", "pip");
        List<String> python = List.of("python", "-m", "pip");
        List<String> launcher = List.of("py", "-3", "-m", "pip");
        return new SourceSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                windows ? List.of(launcher, python) : List.of(python3, python));
    }
}
