package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Example;

/** Reads a published file of one JSON object a line. */
final class JsonLines {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonLines() {}

    /**
     * All examples of a file.
     *
     * @param example makes one of an object and its index, from 0; throws IllegalArgumentException saying what it expected and found
     * @throws GreaterException ({@code INVALID_TASK}) with the lines of all objects that make no example
     */
    static List<Example> read(String task, SourceFile file, BiFunction<JsonNode, Integer, Example> example) {
        List<Example> examples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int line = 0;
        for (String text : file.text().split("\r?\n", -1)) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            try {
                examples.add(example.apply(JSON.readTree(text), examples.size()));
            } catch (JsonProcessingException e) {
                problems.add(file.name() + ":" + line + ": expected one JSON object on the line, found: "
                        + e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
            } catch (IllegalArgumentException e) {
                problems.add(file.name() + ":" + line + ": " + e.getMessage());
            }
        }
        if (examples.isEmpty() && problems.isEmpty()) {
            problems.add(file.name() + ": expected one JSON object a line, found none; get the file anew");
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + task, problems);
        }
        return examples;
    }

    /** A text of an object. */
    static String text(JsonNode object, String field) {
        return Optional.ofNullable(object.path(field).textValue())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("expected a text in the field '" + field + "', found "
                        + (object.path(field).isMissingNode() ? "none" : object.path(field))));
    }
}
