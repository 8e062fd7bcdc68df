package org.greater4j.app.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a step file, which itself holds their ids only.
 *
 * <p>They are taken from the published file by index, repeated and damaged examples included, as who wrote the step file did.
 *
 * @param texts one for each example; none if they were not found
 * @param source the file, or why there are no questions
 */
record TaskQuestions(List<String> texts, String source) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    static TaskQuestions find(Path expectedFile, @Nullable Path dataDirectory, StepExpectations expected) {
        String name = expected.task();
        if (!PLAIN_NAME.matcher(name).matches()) {
            return none("no task is named '" + name + "'");
        }
        List<Path> places = new ArrayList<>();
        if (dataDirectory != null) {
            places.add(dataDirectory.resolve(name + ".json"));
            places.add(dataDirectory.resolve("bbh").resolve(name + ".json"));
        }
        Path folder = expectedFile.toAbsolutePath().normalize().getParent();
        for (; folder != null; folder = folder.getParent()) {
            places.add(folder.resolve("data").resolve("bbh").resolve(name + ".json"));
        }
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return read(place, expected.offset(), expected.frames().size());
            }
        }
        return none("no file bbh/" + name + ".json with the questions; set GREATER_DATA to the folder that has it");
    }

    private static TaskQuestions read(Path file, int offset, int count) {
        JsonNode examples;
        try {
            examples = MAPPER.readTree(file.toFile()).path("examples");
        } catch (IOException e) {
            return none("can't read " + file);
        }
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            JsonNode question = examples.path(offset + at).path("input");
            if (!question.isTextual()) {
                return none("no example " + (offset + at) + " in " + file);
            }
            texts.add(question.textValue());
        }
        return new TaskQuestions(List.copyOf(texts), file.toString());
    }

    private static TaskQuestions none(String reason) {
        return new TaskQuestions(List.of(), reason);
    }
}
