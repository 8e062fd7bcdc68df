package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search over the folder of every family: a small random model whose tokens are bytes. */
class FamiliesTest {
    private static final int BYTES = 256;

    private static final String TEMPLATE = "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n"
            + "{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3_text", "llama", "mistral", "olmo2", "phi3", "qwen2", "qwen3", "smollm3"})
    void twoStepsOfASearch(String family) throws IOException {
        Path model = model(family);
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

    // the golden model with a tokenizer of bytes and a short template
    private Path model(String family) throws IOException {
        Path target = Files.createDirectories(folder.resolve(family));
        try (Stream<Path> files = Files.list(golden("families/" + family))) {
            for (Path file :
                    files.filter(file -> !file.endsWith("expected.json")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tokenizer = mapper.createObjectNode().put("version", "1.0");
        ObjectNode vocabulary = tokenizer.putObject("model").put("type", "BPE").putObject("vocab");
        int others = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value > 32 && value < 127) || (value > 160 && value != 173);
            vocabulary.put(String.valueOf((char) (printable ? value : BYTES + others++)), value);
        }
        ((ObjectNode) tokenizer.get("model")).putArray("merges");
        tokenizer
                .putArray("added_tokens")
                .addObject()
                .put("id", BYTES)
                .put("content", "<end>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        for (String part : List.of("pre_tokenizer", "decoder")) {
            tokenizer
                    .putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }
        mapper.writeValue(target.resolve("tokenizer.json").toFile(), tokenizer);
        mapper.writeValue(
                target.resolve("tokenizer_config.json").toFile(),
                mapper.createObjectNode().put("eos_token", "<end>").put("chat_template", TEMPLATE));
        return target;
    }

    private static Path golden(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/golden").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "not tested: no shared/golden/" + name + " beside the checkout");
        throw new AssertionError();
    }
}
