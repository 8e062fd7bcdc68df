package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.app.Models;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.app.download.DownloadListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    @Test
    void thisMachineIsWell() {
        JsonNode json = CommandRun.of(Map.of("OPENBLAS_NUM_THREADS", "1"), "doctor", "--json")
                .succeeds()
                .json();
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("findings").findValuesAsText("name"))
                .containsExactly(
                        "Java",
                        "engine",
                        "tokenizers",
                        "threads",
                        "processor",
                        "memory",
                        "cache",
                        "working folder",
                        "temporary folder",
                        "model",
                        "self-test");
        assertThat(finding(json, "self-test").path("state").asText()).isEqualTo("ok");
    }

    @Test
    void aModelThatIsNotHereIsAWarningAndOneThatIsDamagedAFailure() throws IOException {
        Map<String, String> cache = Map.of("GREATER_CACHE", folder.toString());
        JsonNode missing = CommandRun.of(cache, "doctor", "--json").succeeds().json();
        assertThat(finding(missing, "model").path("state").asText()).isEqualTo("warning");
        assertThat(finding(missing, "model").path("advice").asText()).contains("models pull");
        assertThat(folder).isEmptyDirectory();

        Path file = new Models(cache, DownloadListener.none()).list().get(0).path();
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100]);
        CommandRun damaged = CommandRun.of(cache, "doctor");
        assertThat(damaged.exitCode()).isEqualTo(2);
        assertThat(damaged.out())
                .contains("FAILED    model", "expected 98")
                .contains("to do: `greater models pull "
                        + ModelCatalogue.standard().entries().get(0).name());
        assertThat(file).hasBinaryContent(new byte[100]);
    }

    @Test
    void aCacheThatCantBeWrittenIsAFailure() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        CommandRun run =
                CommandRun.of(Map.of("GREATER_CACHE", inTheWay.resolve("below").toString()), "doctor", "--json");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.json().path("ok").asBoolean()).isFalse();
        assertThat(finding(run.json(), "cache").path("code").asText()).isEqualTo("NOT_WRITABLE");
        assertThat(finding(run.json(), "cache").path("advice").asText()).contains("GREATER_CACHE");
    }

    private static JsonNode finding(JsonNode json, String name) {
        for (JsonNode finding : json.path("findings")) {
            if (finding.path("name").asText().equals(name)) {
                return finding;
            }
        }
        throw new AssertionError("no finding of " + name + " in " + json);
    }
}
