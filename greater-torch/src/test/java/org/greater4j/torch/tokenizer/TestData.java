package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Assumptions;

/** Expected values among the test resources, and the default model, which is not. */
public final class TestData {
    private static final String MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf";

    private TestData() {}

    /**
     * The default model's file: {@code GREATER_MODEL}, or where the product keeps it. Without it the test is reported as skipped, by the
     * name of the file that is missing.
     */
    public static Path defaultModel() {
        String home = System.getProperty("user.home");
        Path cache = environment("GREATER_CACHE")
                .map(Path::of)
                .orElseGet(() -> environment("XDG_CACHE_HOME")
                        .map(Path::of)
                        .orElse(Path.of(home, ".cache"))
                        .resolve("greater4j"));
        Path file = environment("GREATER_MODEL")
                .map(Path::of)
                .orElse(cache.resolve("models").resolve("smollm2-135m-instruct").resolve(MODEL));
        Assumptions.assumeTrue(
                Files.isRegularFile(file),
                "NOT TESTED: expected the default model at " + file
                        + ", found no file; fetch it with ./greater models pull");
        return file;
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    /** A JSON file among the test resources. */
    public static JsonNode json(String name) {
        try (InputStream in = Objects.requireNonNull(TestData.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file or folder among the test resources. */
    public static Path path(String name) {
        URL url = Objects.requireNonNull(TestData.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** The integers of a JSON array. */
    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /** The messages of a chat in JSON. */
    public static List<Message> messages(JsonNode chat) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : chat) {
            messages.add(new Message(
                    message.get("role").asText(), message.get("content").asText()));
        }
        return messages;
    }
}
