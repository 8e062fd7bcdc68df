package org.greater4j.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
    private final Path proc;
    private final Path groups;

    AvailableMemoryTest(@TempDir Path root) {
        this.proc = root.resolve("proc");
        this.groups = root.resolve("cgroup");
    }

    @BeforeEach
    void thereAreEightGigabytes() throws IOException {
        write(proc.resolve("meminfo"), "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n");
    }

    @Test
    void withoutALimitTheSystemsFigureCounts() throws IOException {
        write(proc.resolve("self/cgroup"), "0::/user\n");
        write(groups.resolve("user/memory.max"), "max\n");
        write(groups.resolve("user/memory.current"), "1000\n");

        assertThat(now()).isEqualTo(new AvailableMemory(8_000_000L * 1024, "available on this machine"));
    }

    @Test
    void theTightestOfAllGroupsAroundTheProcessCounts() throws IOException {
        write(proc.resolve("self/cgroup"), "0::/job/step\n");
        write(groups.resolve("job/memory.max"), "3000000000\n");
        write(groups.resolve("job/memory.current"), "2500000000\n");
        write(groups.resolve("job/memory.stat"), "anon 1500000000\ninactive_file 1000000000\n");
        write(groups.resolve("job/step/memory.max"), "2900000000\n");
        write(groups.resolve("job/step/memory.current"), "0\n");

        assertThat(now().bytes()).isEqualTo(1_500_000_000L);
        assertThat(now().limitedBy()).contains("control group");
    }

    @Test
    void versionOneIsReadToo() throws IOException {
        write(proc.resolve("self/cgroup"), "5:cpu,cpuacct:/a\n4:memory:/a/b\n");
        write(groups.resolve("memory/a/b/memory.limit_in_bytes"), "2000000000\n");
        write(groups.resolve("memory/a/b/memory.usage_in_bytes"), "500000000\n");
        write(groups.resolve("memory/a/b/memory.stat"), "total_inactive_file 100000000\n");
        // what version 1 says where there is no limit
        write(groups.resolve("memory/memory.limit_in_bytes"), "9223372036854771712\n");
        write(groups.resolve("memory/memory.usage_in_bytes"), "500000000\n");

        assertThat(now().bytes()).isEqualTo(1_600_000_000L);
    }

    @Test
    void insideAContainerTheGroupsOfTheHostAreNotSeen() throws IOException {
        write(proc.resolve("self/cgroup"), "4:memory:/docker/0123\n");
        write(groups.resolve("memory/memory.limit_in_bytes"), "1000000000\n");
        write(groups.resolve("memory/memory.usage_in_bytes"), "1\n");

        assertThat(now().bytes()).isEqualTo(999_999_999L);
    }

    @Test
    void thisMachineHasSome() {
        assertThat(AvailableMemory.now().bytes()).isPositive();
    }

    private AvailableMemory now() {
        return AvailableMemory.now(proc, groups);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
