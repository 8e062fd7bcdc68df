package org.greater4j.engine;

import java.util.Map;

/**
 * What a record must say about a model for a run to be repeatable.
 *
 * @param name as given by the user
 * @param architecture family, such as {@code llama}
 * @param path where its weights were read
 * @param sha256 of the file, in lower-case hexadecimal
 * @param parameters number of weights
 * @param contextLength most tokens of a sequence
 * @param dtype {@code float32} or {@code bfloat16}
 * @param device {@code cpu} or {@code cuda}
 * @param settings threads, library versions and processor features, for the manifest
 */
public record ModelInfo(
        String name,
        String architecture,
        String path,
        String sha256,
        long parameters,
        int contextLength,
        String dtype,
        String device,
        Map<String, String> settings) {}
