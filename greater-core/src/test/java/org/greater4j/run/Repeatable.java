package org.greater4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a resumed run and the unbroken one agree on: every file to the letter, but for times and for what it cost to do a step again.
 *
 * @param events the lines of {@code events.jsonl}, without time, checksum, seconds, cost and statistics
 * @param checkpoint without cost and seconds
 * @param result without cost and seconds
 * @param prompt the text
 */
public record Repeatable(List<JsonNode> events, JsonNode checkpoint, JsonNode result, String prompt) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static Repeatable of(Path run) {
        try {
            List<JsonNode> events = new ArrayList<>();
            for (String line : Files.readAllLines(run.resolve("events.jsonl"))) {
                ObjectNode event = (ObjectNode) MAPPER.readTree(line);
                event.remove(List.of("time", "checksum"));
                if (event.get("payload") instanceof ObjectNode payload) {
                    payload.remove(List.of("cost", "statistics", "seconds"));
                }
                events.add(event);
            }
            ObjectNode checkpoint = object(run.resolve("checkpoint.json"));
            checkpoint.remove("checksum"); // over cost and seconds too
            ((ObjectNode) checkpoint.get("state")).remove(List.of("cost", "seconds", "secondsAround", "searchCost"));
            ObjectNode result = object(run.resolve("result.json"));
            result.remove(List.of("cost", "seconds", "searchCost"));
            return new Repeatable(events, checkpoint, result, Files.readString(run.resolve("prompt.txt")));
        } catch (IOException e) {
            throw new AssertionError("a run without a record in " + run, e);
        }
    }

    private static ObjectNode object(Path file) throws IOException {
        return (ObjectNode) MAPPER.readTree(Files.readAllBytes(file));
    }
}
