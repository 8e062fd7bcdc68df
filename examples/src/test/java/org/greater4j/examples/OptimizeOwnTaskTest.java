package org.greater4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Objects;
import org.greater4j.app.Models;
import org.greater4j.app.download.CachedModel;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeOwnTaskTest {
    @Test
    void runsToAResult(@TempDir Path folder) {
        CachedModel model = new Models().list().get(0);
        assumeTrue(
                model.cached(),
                "not tested: the default model is not at " + model.path() + "; run ./greater models pull");
        OptimizeOwnTask.main(new String[] {folder.resolve("run").toString()});

        RunRecord record = RunRecord.read(folder.resolve("run"));
        assertThat(Objects.requireNonNull(record.result()).steps()).isEqualTo(1);
        assertThat(record.manifest().split().test()).hasSize(12);
    }
}
