package org.greater4j.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param device {@code cpu}, {@code cuda} or {@code remote}
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
        Map<String, String> settings) {
    /** {@link #device} of a model over the network. */
    public static final String REMOTE = "remote";

    /**
     * A model that is reached over the network, of which nothing more is known than its name and address: no weights, so their hash is
     * empty and their number 0.
     */
    public static ModelInfo remote(String name, String address) {
        return new ModelInfo(name, REMOTE, address, "", 0, 0, "unknown", REMOTE, Map.of());
    }

    /** The same with one more setting for the record. */
    public ModelInfo with(String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return withSettings(more);
    }

    /** The same with other settings. */
    public ModelInfo withSettings(Map<String, String> others) {
        return new ModelInfo(
                name,
                architecture,
                path,
                sha256,
                parameters,
                contextLength,
                dtype,
                device,
                Collections.unmodifiableMap(new LinkedHashMap<>(others)));
    }

    /** Whether the model is reached over the network. */
    public boolean isRemote() {
        return device.equals(REMOTE);
    }
}
