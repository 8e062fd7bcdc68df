package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    private Path user;

    @Test
    void theCacheIsWhereTheHubsOwnLibraryHasIt() {
        assertThat(settings(Map.of()).cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(settings(Map.of("XDG_CACHE_HOME", "/cache")).cache()).isEqualTo(Path.of("/cache/huggingface/hub"));
        assertThat(settings(Map.of("HF_HOME", "~/hf")).cache()).isEqualTo(user.resolve("hf/hub"));
        assertThat(settings(Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/models")).cache())
                .isEqualTo(Path.of("/models"));
    }

    @Test
    void theTokenIsOfTheEnvironmentElseOfTheFile() throws IOException {
        Path home = Files.createDirectories(user.resolve("hf"));
        Map<String, String> environment = Map.of("HF_HOME", home.toString());
        assertThat(settings(environment).token()).isNull();
        Files.writeString(home.resolve("token"), "hf_file\n");
        assertThat(secret(environment)).isEqualTo("hf_file");
        assertThat(secret(Map.of("HF_HOME", home.toString(), "HF_TOKEN", " hf_variable ")))
                .isEqualTo("hf_variable");
        Path other = Files.writeString(user.resolve("other"), "hf_other");
        assertThat(secret(Map.of("HF_HOME", home.toString(), "HF_TOKEN_PATH", other.toString())))
                .isEqualTo("hf_other");
        assertThat(settings(Map.of("HF_HOME", home.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))
                        .token())
                .isNull();
        assertThat(settings(environment).toString()).doesNotContain("hf_file");
    }

    @Test
    void addressesAreBelowTheEndpoint() {
        HubSettings hub = settings(Map.of("HF_ENDPOINT", "https://mirror.example/hf", "HF_HUB_OFFLINE", "yes"));
        assertThat(hub.offline()).isTrue();
        assertThat(hub.listing("org/name", "refs/pr/1"))
                .isEqualTo(
                        URI.create("https://mirror.example/hf/api/models/org/name/revision/refs%2Fpr%2F1?blobs=true"));
        assertThat(hub.file("org/name", "0a", "a b.gguf"))
                .isEqualTo(URI.create("https://mirror.example/hf/org/name/resolve/0a/a%20b.gguf"));
        assertThat(settings(Map.of()).page("org/name")).isEqualTo(URI.create("https://huggingface.co/org/name"));
    }

    @Test
    void namesOfTheHubAreToldFromPaths() {
        assertThat(HubName.parse("org/name")).contains(new HubName("org/name", null, "main"));
        assertThat(HubName.parse("org/na.me@v1.0")).contains(new HubName("org/na.me", null, "v1.0"));
        assertThat(HubName.parse("org/name@refs/pr/1")).contains(new HubName("org/name", null, "refs/pr/1"));
        assertThat(HubName.parse("org/name/q4/a.gguf@main")).contains(new HubName("org/name", "q4/a.gguf", "main"));
        for (String path : new String[] {
            "name",
            "models/none.gguf",
            "./org/name",
            "../name",
            "org/../x.gguf",
            "org/name/a.bin",
            "org/name@../x",
            "/org/name",
            "org/name@",
            "org/name/"
        }) {
            assertThat(HubName.parse(path)).as(path).isEmpty();
        }
    }

    @Test
    void aRecordMeansTheCommitThatWasFound() {
        String commit = "1234567890abcdef1234567890abcdef12345678";
        assertThat(ModelLocator.recorded("org/name", "org/name@" + commit)).isEqualTo("org/name@" + commit);
        assertThat(ModelLocator.recorded("org/name/a.gguf@v1", "org/name/a.gguf@" + commit))
                .isEqualTo("org/name/a.gguf@" + commit);
        assertThat(ModelLocator.recorded("org/name", "org/other@" + commit)).isEqualTo("org/name");
        assertThat(ModelLocator.recorded("org/name", "name")).isEqualTo("org/name");
        assertThat(ModelLocator.recorded("smollm2", "smollm2-135m-instruct")).isEqualTo("smollm2");
    }

    private HubSettings settings(Map<String, String> environment) {
        return HubSettings.of(environment, user);
    }

    private String secret(Map<String, String> environment) {
        return Objects.requireNonNull(settings(environment).token()).secret();
    }
}
