package org.greater4j.app.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory that this process may still take without being killed for it.
 *
 * @param bytes as many
 * @param limitedBy what sets the bound, for people
 */
public record AvailableMemory(long bytes, String limitedBy) {
    private static final Path PROC = Path.of("/proc");
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    /**
     * What there is now: on Linux what the system calls available, or less if a control group (a container, a job of a scheduler) allows less;
     * elsewhere the size of the memory, since free memory there leaves out what the system would give back.
     */
    public static AvailableMemory now() {
        return now(PROC, CONTROL_GROUPS);
    }

    /**
     * The same, but at most what a ceiling leaves.
     *
     * @param taken bytes of the ceiling that are taken already
     */
    public AvailableMemory within(MemoryCeiling ceiling, long taken) {
        long left = Math.max(0, ceiling.bytes() - taken);
        return left < bytes ? new AvailableMemory(left, "left by --memory " + ceiling) : this;
    }

    static AvailableMemory now(Path proc, Path controlGroups) {
        OptionalLong system = kilobytes(lines(proc.resolve("meminfo")), "MemAvailable:");
        AvailableMemory found = system.isPresent()
                ? new AvailableMemory(system.getAsLong(), "available on this machine")
                : new AvailableMemory(total(), "in this machine");
        for (String line : lines(proc.resolve("self/cgroup"))) {
            // 4:memory:/some/group for version 1, 0::/some/group for version 2
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && fields[1].isEmpty()) {
                found = found.within(controlGroups, fields[2], "memory.max", "memory.current", "inactive_file");
            } else if (fields.length == 3 && List.of(fields[1].split(",")).contains("memory")) {
                found = found.within(
                        controlGroups.resolve("memory"),
                        fields[2],
                        "memory.limit_in_bytes",
                        "memory.usage_in_bytes",
                        "total_inactive_file");
            }
        }
        return found;
    }

    /** A group's limit holds for all groups in it, so every one from the root down is asked. */
    private AvailableMemory within(Path root, String group, String limit, String usage, String reclaimable) {
        AvailableMemory found = this;
        Path folder = root;
        // inside a container, the path may be that of the host, and the container's own group is the root
        for (Path step : path(group)) {
            found = found.atMost(folder, limit, usage, reclaimable);
            folder = folder.resolve(step.toString());
        }
        return found.atMost(folder, limit, usage, reclaimable);
    }

    private AvailableMemory atMost(Path folder, String limit, String usage, String reclaimable) {
        OptionalLong allowed = number(folder.resolve(limit));
        OptionalLong used = number(folder.resolve(usage));
        if (allowed.isEmpty() || used.isEmpty()) {
            return this;
        }
        // pages of files that were read count as used, and are given back first
        long cached = lines(folder.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(reclaimable + " "))
                .mapToLong(line -> parse(line.substring(reclaimable.length())).orElse(0))
                .findFirst()
                .orElse(0);
        long left = Math.max(0, allowed.getAsLong() - used.getAsLong() + cached);
        return left < bytes ? new AvailableMemory(left, "left by the limit of this process's control group") : this;
    }

    private static Path path(String group) {
        try {
            return Path.of(group.startsWith("/") ? group.substring(1) : group).normalize();
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }

    private static long total() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    private static OptionalLong kilobytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.endsWith(" kB"))
                .mapToLong(line -> 1024
                        * parse(line.substring(name.length(), line.length() - " kB".length()))
                                .orElse(0))
                .findFirst();
    }

    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? OptionalLong.empty() : parse(lines.get(0));
    }

    // "max" is no number, and no limit
    private static OptionalLong parse(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // a bound that can't be read is none
        }
    }
}
