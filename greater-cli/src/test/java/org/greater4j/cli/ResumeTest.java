package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a small model that goes on under a ceiling of memory that it did not begin under. */
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
        CommandRun.of("resume", run.toString(), "--memory", "900GiB").fails(2, "RUN_CHANGED");
    }
}
