package org.greater4j.torch.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.decoder.Weight;

/** The decoder that a Hugging Face folder describes: its shape, the names of its weights, and the weights themselves. */
public record HuggingFaceModel(DecoderConfig config, TensorNames names, TensorSource source) {
    /** Models of several parts whose text model is named by the whole's name alone. */
    private static final Map<String, String> TEXT_MODELS = Map.of("gemma3", "gemma3_text");

    /**
     * Reads a folder's {@code config.json}. Of a model of several parts that is the object {@code text_config} in it.
     *
     * @param source the folder's weights
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) for another {@code model_type} or a feature that is not read, ({@code
     *     INVALID_MODEL}) if a needed key is missing or wrong, ({@code FILE_NOT_FOUND}) without the file
     */
    public static HuggingFaceModel of(Path folder, TensorSource source) {
        Path file = folder.resolve("config.json");
        JsonNode root = read(file);
        JsonNode text = root.path("text_config").isObject() ? root.path("text_config") : root;
        String whole = root.path("model_type").asText("");
        String type = text.path("model_type").asText(TEXT_MODELS.getOrDefault(whole, whole));
        if (type.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + file + ": expected the key model_type, found none; fetch the model again");
        }
        Family family = Families.HUGGING_FACE.get(TEXT_MODELS.getOrDefault(type, type));
        if (family == null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model " + file + ": expected a model_type out of " + String.join(", ", Families.modelTypes())
                            + ", found '" + type + "'; use a model of a known family (greater models)");
        }
        Family.Described described = family.of(new HuggingFaceConfig("model " + file, text, FileBounds.of(source)));
        return new HuggingFaceModel(described.config(), placed(described.names(), source), source);
    }

    // a text model that is part of a larger one, or stripped of its projection, has other names around its own
    private static TensorNames placed(TensorNames names, TensorSource source) {
        return List.of(
                        names,
                        names.withPrefix("language_model."),
                        names.moved("model.", "model.language_model."),
                        names.moved("model.", ""))
                .stream()
                .filter(candidate -> source.has(candidate.weight(Weight.EMBEDDING, 0)))
                .findFirst()
                .orElse(names);
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            if (root.isObject()) {
                return root;
            }
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL, "model " + file + ": expected a JSON object, found something else");
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + file + ": expected JSON, found " + e.getOriginalMessage() + "; fetch the model again",
                    e);
        } catch (CharacterCodingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + file + ": expected UTF-8 text, found other bytes; fetch the model again",
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model " + file + ": expected a file that can be read, found none; give a folder with a"
                            + " config.json",
                    e);
        }
    }
}
