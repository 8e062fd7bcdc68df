package org.greater4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.greater4j.engine.ModelInfo;

/** The machine a table was measured on. */
final class Machine {
    private Machine() {}

    static String describe(ModelInfo model) {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + model.settings().getOrDefault("threads", "?") + " threads, "
                + LocalDate.now(ZoneOffset.UTC);
    }

    private static String processor() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch", "unknown processor");
        }
        try {
            return Files.readAllLines(cpuinfo).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
