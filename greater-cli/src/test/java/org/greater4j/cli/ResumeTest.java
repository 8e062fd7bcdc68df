package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a small model that goes on under a ceiling of memory: the one that it began under, or another. */
class ResumeTest {
    private static final long ROOM = 512L << 20;

    @TempDir
    Path folder;

    @Test
    void aCeilingThatMakesBatchesSmallerIsAChange() throws IOException {
        ResidentMemory resident = ResidentMemory.now();
        assumeTrue(resident != null, "not tested: this system does not tell how much memory a process takes");
        Path model = ByteModel.write(folder, "llama");
        Path run = folder.resolve("run");
        CommandRun.of(KillTest.words(model, run).toArray(String[]::new)).succeeds();
        Files.delete(run.resolve("result.json")); // as if it had been killed right before
        String ceiling = (resident.bytes() + ROOM) / 1_000_000 + "MB";

        CommandRun refused =
                CommandRun.of("resume", run.toString(), "--memory", ceiling).fails(2, "RUN_CHANGED");
        assertThat(refused.err()).contains("bytes of keys and values: ", "--accept-changes");
        CommandRun.of("resume", run.toString(), "--memory", ceiling, "--accept-changes")
                .succeeds();
        assertThat(RunRecord.read(run).events())
                .filteredOn(event -> event.type().equals("changes-accepted"))
                .hasSize(1);
        Files.delete(run.resolve("result.json"));
        // it goes on with what was accepted, whatever more there is room for now
        CommandRun.of("resume", run.toString()).succeeds();
        Files.delete(run.resolve("result.json"));
        CommandRun.of("resume", run.toString(), "--memory", "900GiB").succeeds();
        assertThat(RunRecord.read(run).events())
                .filteredOn(event -> event.type().equals("changes-accepted"))
                .hasSize(1);
    }

    @Test
    void theSameCeilingIsNoChangeThoughTheProcessTakesMoreByThen() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        // libraries and caches of a first search are no part of the room
        CommandRun.of(KillTest.words(model, folder.resolve("first")).toArray(String[]::new))
                .succeeds();
        ResidentMemory resident = ResidentMemory.now();
        assumeTrue(resident != null, "not tested: this system does not tell how much memory a process takes");
        Path run = folder.resolve("run");
        String ceiling = (resident.bytes() + 2 * ROOM) / 1_000_000 + "MB";
        List<String> words = KillTest.words(model, run);
        words.addAll(List.of("--memory", ceiling));
        CommandRun.of(words.toArray(String[]::new)).succeeds();
        long begun = cacheBytes(run);
        assertThat(begun).as("a ceiling that binds").isLessThan(640L << 20);
        Files.delete(run.resolve("result.json")); // as if it had been killed right before

        ByteBuffer more = ByteBuffer.allocateDirect(128 << 20);
        for (int at = 0; at < more.capacity(); at += 1024) {
            more.put(at, (byte) 1);
        }
        CommandRun.of("resume", run.toString(), "--memory", ceiling).succeeds();
        assertThat(RunRecord.read(run).events()).noneMatch(event -> event.type().equals("changes-accepted"));
        assertThat(more.get(0)).isOne(); // held until here
    }

    private static long cacheBytes(Path run) {
        return Long.parseLong(RunRecord.read(run).manifest().model().settings().get("cacheBytes"));
    }
}
