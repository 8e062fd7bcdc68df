package org.greater4j.app.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufMetadata;
import org.greater4j.torch.format.GgufTensor;

/**
 * What the head of a model's file tells about its size. Read without the weights, and of models that can't be opened too.
 *
 * @param architecture family, such as {@code llama}
 * @param dtype type that most weights are stored in, such as {@code Q4_1} or {@code bfloat16}
 * @param parameters number of weights
 * @param embedding weights of the embedding, V · E
 * @param tied whether the embedding is the projection to the vocabulary as well
 * @param vocabulary V
 * @param layers number of blocks
 * @param keyValueWidth numbers that a token leaves in the cache of a layer: 2 · key-value heads · D
 * @param tapeWidth numbers that a token leaves on the tape of a layer, as {@link org.greater4j.torch.decoder.Decoder#tapeBytesPerToken}
 *     counts them
 */
public record ModelShape(
        String architecture,
        String dtype,
        long parameters,
        long embedding,
        boolean tied,
        int vocabulary,
        int layers,
        long keyValueWidth,
        long tapeWidth) {
    private static final String CONFIG = "config.json";

    /** The shape of a GGUF file or of a folder with a {@code config.json}; empty if it can't be read or does not say enough. */
    public static Optional<ModelShape> read(Path model) {
        try {
            return Optional.of(Files.isDirectory(model) ? ofFolder(model) : ofGguf(model))
                    .filter(shape -> shape.layers > 0 && shape.embedding > 0 && shape.keyValueWidth > 0);
        } catch (GreaterException | IOException | ArithmeticException e) {
            return Optional.empty(); // opening it will say what is wrong, and better
        }
    }

    /** Weights of all matrices that are multiplied with, the projection among them. */
    public long linear() {
        return tied ? parameters : parameters - embedding;
    }

    private static ModelShape ofGguf(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            GgufMetadata metadata = file.metadata();
            String architecture = metadata.requiredString("general.architecture");
            long vocabulary = file.tensor("token_embd.weight").shape()[0];
            long embedding = file.tensor("token_embd.weight").elements();
            int heads = most(metadata, architecture + ".attention.head_count", 1);
            int width = metadata.requiredInt(architecture + ".embedding_length");
            int keyLength = metadata.intOr(architecture + ".attention.key_length", width / Math.max(1, heads));
            int keyValueHeads = most(metadata, architecture + ".attention.head_count_kv", heads);
            int feedForward = most(metadata, architecture + ".feed_forward_length", 4 * width);
            return new ModelShape(
                    architecture,
                    usualType(file),
                    file.parameters(),
                    embedding,
                    file.findTensor("output.weight").isEmpty(),
                    Math.toIntExact(vocabulary),
                    metadata.requiredInt(architecture + ".block_count"),
                    2L * keyValueHeads * keyLength,
                    2L * width + 2L * heads * keyLength + 2L * feedForward);
        }
    }

    // some families have another number in every layer
    private static int most(GgufMetadata metadata, String key, int absent) {
        return metadata.isArray(key)
                ? (int) Arrays.stream(metadata.integers(key)).max().orElse(absent)
                : metadata.intOr(key, absent);
    }

    private static String usualType(GgufFile file) {
        Map<String, Long> weights = file.tensors().stream()
                .collect(Collectors.groupingBy(
                        tensor -> tensor.type().name(), Collectors.summingLong(GgufTensor::elements)));
        return weights.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static ModelShape ofFolder(Path folder) throws IOException {
        JsonNode whole = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(CONFIG)));
        JsonNode config = whole.has("text_config") ? whole.path("text_config") : whole;
        long width = config.path("hidden_size").asLong();
        long heads = Math.max(1, config.path("num_attention_heads").asLong());
        long headSize = config.path("head_dim").asLong(width / heads);
        long keyValueHeads = config.path("num_key_value_heads").asLong(heads);
        long feedForward = config.path("intermediate_size").asLong(4 * width);
        int layers = config.path("num_hidden_layers").asInt();
        int vocabulary = config.path("vocab_size").asInt();
        String family = config.path("model_type").asText();
        boolean tied = config.path("tie_word_embeddings").asBoolean(family.startsWith("gemma"));
        long embedding = vocabulary * width;
        long perLayer = width * headSize * (2 * heads + 2 * keyValueHeads) + 3 * width * feedForward;
        String dtype = config.path("dtype")
                .asText(config.path("torch_dtype")
                        .asText(whole.path("torch_dtype")
                                .asText(whole.path("dtype").asText("float32"))));
        return new ModelShape(
                family,
                dtype,
                layers * perLayer + embedding * (tied ? 1 : 2),
                embedding,
                tied,
                vocabulary,
                layers,
                2 * keyValueHeads * headSize,
                2 * width + 2 * heads * headSize + 2 * feedForward);
    }
}
