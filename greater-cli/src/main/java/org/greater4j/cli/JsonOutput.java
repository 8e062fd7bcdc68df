package org.greater4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** The objects that {@code --json} prints. */
final class JsonOutput {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonOutput() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A record as the object that JSON spells it. */
    static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The object in a file of a run. */
    static ObjectNode read(Path file) {
        try {
            if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("no JSON object");
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run: expected a record that can be read, found '" + e.getMessage() + "' in " + file
                            + "; restore the file from a copy",
                    e);
        }
    }

    static ObjectNode error(Failure failure) {
        ObjectNode object = object();
        object.putObject("error").put("code", failure.code()).put("message", failure.message());
        return object;
    }

    static void print(Terminal terminal, JsonNode object) {
        try {
            terminal.out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
