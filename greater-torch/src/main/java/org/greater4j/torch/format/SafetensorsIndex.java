package org.greater4j.torch.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Reads {@code model.safetensors.index.json}: in which shard every tensor lies. */
final class SafetensorsIndex {
    private static final long LARGEST_FILE = 100_000_000;

    private SafetensorsIndex() {}

    /**
     * Reads an index.
     *
     * @return file name of the shard by name of the tensor; not empty
     */
    static Map<String, String> read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw invalid(file, "at most " + LARGEST_FILE + " bytes", "more");
            }
            try (Reader text = Files.newBufferedReader(file);
                    JsonParser in = SafetensorsParser.JSON.createParser(text)) {
                return read(file, in);
            }
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Weights index " + file + ": expected JSON, found: " + e.getOriginalMessage()
                            + "; fetch the file again",
                    e);
        } catch (CharacterCodingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL, "Weights index " + file + ": expected UTF-8 text, found other bytes", e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "Weights index " + file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> read(Path file, JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw invalid(file, "a JSON object", "other JSON");
        }
        Map<String, String> shards = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (!field.equals("weight_map")) {
                in.skipChildren();
                continue;
            }
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw invalid(file, "an object in weight_map", String.valueOf(in.currentToken()));
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                String shard = in.nextToken() == JsonToken.VALUE_STRING ? in.getText() : "";
                in.skipChildren();
                if (!isFileName(shard)) {
                    throw invalid(file, "the name of a file beside the index for tensor " + name, "'" + shard + "'");
                }
                if (shards.put(name, shard) != null) {
                    throw invalid(file, "tensor " + name + " once", "it twice");
                }
            }
        }
        if (shards.isEmpty()) {
            throw invalid(file, "tensors in weight_map", "none");
        }
        return shards;
    }

    // a name with a path in it could lead out of the model's folder
    private static boolean isFileName(String name) {
        return name.endsWith(".safetensors") && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    }

    private static GreaterException invalid(Path file, String expected, String found) {
        return new GreaterException(
                ErrorCode.INVALID_MODEL,
                "Weights index " + file + ": expected " + expected + ", found " + found + "; fetch the file again");
    }
}
