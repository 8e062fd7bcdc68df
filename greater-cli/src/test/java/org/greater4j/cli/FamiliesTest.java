package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search over the folder of every family: a small random model whose tokens are bytes. */
class FamiliesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemma2",
                "gemma3_text",
                "granite",
                "llama",
                "mistral",
                "olmo2",
                "phi3",
                "qwen2",
                "qwen3",
                "smollm3"
            })
    void twoStepsOfASearch(String family) throws IOException {
        Path model = ByteModel.write(folder, family);
        JsonNode json = search(model, "fast").succeeds().json();
        assertThat(json.path("model").asText()).isEqualTo(family);
        assertThat(json.at("/test/before/rows").asInt()).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("fast/events.jsonl")))
                .filteredOn(line -> line.contains("\"type\":\"step\""))
                .hasSize(2);
        // the plain reading of the method finds the same prompt
        JsonNode plain = search(model, "plain", "--plain").succeeds().json();
        assertThat(plain.at("/finalPrompt/ids")).isEqualTo(json.at("/finalPrompt/ids"));
    }

    private CommandRun search(Path model, String name, String... more) {
        Stream<String> words = Stream.of(
                "optimize",
                "--model",
                model.toString(),
                "--out",
                folder.resolve(name).toString(),
                "--seed",
                "1",
                "--train",
                "2",
                "--dev",
                "2",
                "--test",
                "3",
                "--steps",
                "2",
                "--top-k",
                "4",
                "--init",
                "think",
                "--max-new-tokens",
                "6",
                "--dtype",
                "float32",
                "--json");
        return CommandRun.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    }
}
