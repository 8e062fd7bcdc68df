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
        assertThat(run.out()).contains("gen/sentiment", "bbh/navigate");
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
    void modelsAreListedWithWhereTheyLie(@TempDir Path cache) {
        Map<String, String> environment = Map.of("GREATER_CACHE", cache.toString());
        CommandRun run = CommandRun.of(environment, "models").succeeds();
        assertThat(run.out()).contains("smollm2-135m-instruct", "Apache-2.0", "on disk  no", cache.toString());
        JsonNode model =
                CommandRun.of(environment, "models", "--json").succeeds().json().at("/models/0");
        assertThat(model.path("onDisk").asBoolean(true)).isFalse();
        assertThat(model.path("sources")).isNotEmpty();
    }

    @Test
    void pullOfAModelOnDiskNamesItsFile() throws IOException {
        CommandRun.needsDefaultModel();
        CommandRun run = CommandRun.of("models", "pull").succeeds();
        assertThat(Files.size(Path.of(run.out().strip()))).isEqualTo(98_362_432L);
        CommandRun.of("models", "pull", "nobody-knows").fails(2, "INVALID_OPTION");
    }
}
