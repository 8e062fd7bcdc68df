package org.greater4j.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory of this process that lies in RAM, native memory included.
 *
 * @param bytes at this moment
 * @param peakBytes the most since the process began
 */
public record ResidentMemory(long bytes, long peakBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** What the system says; null where it says nothing, as all but Linux do. */
    public static @Nullable ResidentMemory now() {
        try {
            return Files.isReadable(STATUS) ? of(Files.readAllLines(STATUS)) : null;
        } catch (IOException e) {
            return null; // a figure in a table is no reason to end a benchmark
        }
    }

    static @Nullable ResidentMemory of(List<String> status) {
        OptionalLong bytes = bytes(status, "VmRSS:");
        OptionalLong peak = bytes(status, "VmHWM:");
        return bytes.isEmpty() || peak.isEmpty() ? null : new ResidentMemory(bytes.getAsLong(), peak.getAsLong());
    }

    // VmRSS:	  123456 kB
    private static OptionalLong bytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name) && line.endsWith(" kB"))
                .mapToLong(line -> 1024
                        * Long.parseLong(line.substring(name.length(), line.length() - " kB".length())
                                .strip()))
                .findFirst();
    }
}
