package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksAndModelsTest {
    @Test
    void tasksAreListed() {
        CommandRun run = CommandRun.of("tasks").succeeds();
        assertThat(run.out()).contains("gen/sentiment", "bbh/navigate *", "* reported in the paper");
        assertThat(run.out().lines().map(String::length)).allMatch(length -> length <= 80);
        JsonNode tasks = CommandRun.of("tasks", "--json").succeeds().json().path("tasks");
        assertThat(tasks.findValuesAsText("name")).contains("gen/sentiment", "bbh/navigate");
    }

    @Test
    void aTaskIsShown() {
        CommandRun run = CommandRun.of("tasks", "show", "gen/sentiment", "--examples", "2")
                .succeeds();
        assertThat(run.out()).contains("gen/sentiment#1").doesNotContain("gen/sentiment#2");
        JsonNode json = CommandRun.of("tasks", "show", "gen/navigate", "--difficulty", "2", "--json")
                .succeeds()
                .json();
        assertThat(json.path("source").asText()).contains("difficulty=2");
        assertThat(json.path("examples")).hasSize(3);
        CommandRun.of("tasks", "show", "gen/navigate", "--difficulty", "77").fails(2, "INVALID_OPTION");
        CommandRun.of("tasks", "show").fails(2, "INVALID_OPTION");
    }

    @Test
    void modelsAreListedWithWhatTheyAre(@TempDir Path cache) {
        Map<String, String> environment = Map.of(
                "GREATER_CACHE",
                cache.toString(),
                "HF_HOME",
                cache.resolve("hf").toString());
        CommandRun run = CommandRun.of(environment, "models").succeeds();
        assertThat(run.out())
                .contains(
                        "smollm2-135m-instruct  not here yet",
                        "98.4 MB, Apache-2.0",
                        "gemma-3-270m",
                        "Families",
                        "llama");
        assertThat(run.out().lines().map(String::length)).allMatch(length -> length <= 80);
        JsonNode models =
                CommandRun.of(environment, "models", "--json").succeeds().json();
        assertThat(models.at("/models/0/onDisk").asBoolean(true)).isFalse();
        assertThat(models.at("/models/1/sources")).hasSize(2);
        assertThat(models.path("families")).isNotEmpty();
        assertThat(models.path("availableMemoryBytes").asLong()).isPositive();
    }

    @Test
    void aModelOfTheHubsCacheIsListedWithItsLicence(@TempDir Path home) throws IOException {
        Path repository = home.resolve("hub/models--org--tiny");
        Path snapshot =
                Files.createDirectories(repository.resolve("snapshots/1234567890abcdef1234567890abcdef12345678"));
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), "1234567890abcdef1234567890abcdef12345678");
        Files.writeString(snapshot.resolve("config.json"), """
                {"model_type": "llama", "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2,
                 "intermediate_size": 128, "num_hidden_layers": 2, "vocab_size": 100, "torch_dtype": "bfloat16"}
                """);
        Files.writeString(
                snapshot.resolve("README.md"), "---\nlicense: other\nlicense_name: tiny-terms\n---\n# Tiny\n");
        Files.write(snapshot.resolve("model.safetensors"), new byte[1000]);
        Map<String, String> environment =
                Map.of("GREATER_CACHE", home.resolve("cache").toString(), "HF_HOME", home.toString());

        assertThat(CommandRun.of(environment, "models").succeeds().out())
                .contains("Cache of the Hugging Face hub", "org/tiny  on disk", "tiny-terms, bfloat16; memory")
                .containsPattern("memory \\S+ [kMG]B in float32,\\s+\\S+ [kMG]B in\\s+bfloat16");
        assertThat(CommandRun.of(environment, "models", "path", "org/tiny")
                        .succeeds()
                        .out()
                        .strip())
                .isEqualTo(snapshot.toString());
        JsonNode shown = CommandRun.of(environment, "models", "show", "org/tiny", "--json", "--train", "2")
                .succeeds()
                .json();
        assertThat(shown.path("licence").asText()).isEqualTo("tiny-terms");
        assertThat(shown.at("/memoryBytes/float32").asLong())
                .isGreaterThan(shown.at("/memoryBytes/bfloat16").asLong());
        CommandRun.of(environment, "models", "path", "org/other").fails(2, "FILE_NOT_FOUND");
        CommandRun.of(environment, "models", "show", "gemma-3-270m", "--train", "0")
                .fails(2, "INVALID_OPTION");
    }

    @Test
    void anUnknownModelIsNotBlamedOnAnOptionThatNobodyGave() {
        assertThat(CommandRun.of("models", "pull", "nope")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("found 'nope'")
                .doesNotContain("--model");
    }

    @Test
    void pullOfAModelOnDiskNamesItsFile() throws IOException {
        CommandRun.needsDefaultModel();
        CommandRun run = CommandRun.of("models", "pull").succeeds();
        assertThat(Files.size(Path.of(run.out().strip()))).isEqualTo(98_362_432L);
        CommandRun.of("models", "pull", "nobody-knows").fails(2, "INVALID_OPTION");
    }
}
