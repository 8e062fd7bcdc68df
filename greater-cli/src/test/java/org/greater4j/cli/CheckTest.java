package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a real search, held against its rules and against the model. */
class CheckTest {
    @TempDir
    Path folder;

    @Test
    void aRunKeepsItsRulesUntilItIsChanged() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        Path run = folder.resolve("run");
        CommandRun.of(KillTest.words(model, run).toArray(String[]::new)).succeeds();

        JsonNode json =
                CommandRun.of("check", run.toString(), "--json").succeeds().json();
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("findings").findValuesAsText("state")).containsOnly("ok");
        assertThat(json.path("findings").findValuesAsText("name")).contains("losses", "ids", "test part");
        assertThat(CommandRun.of("check", run.toString(), "--no-model")
                        .succeeds()
                        .out())
                .contains("skipped   model", "ok        result");

        Files.writeString(run.resolve("prompt.txt"), "think harder");
        CommandRun changed = CommandRun.of("check", run.toString());
        assertThat(changed.exitCode()).isEqualTo(2);
        assertThat(changed.out()).contains("FAILED    result", "prompt.txt does not hold the final prompt", "to do:");
    }

    @Test
    void needsARun() {
        CommandRun.of("check").fails(2, "INVALID_OPTION");
        CommandRun.of("check", folder.toString()).fails(2, "INVALID_RUN");
    }
}
