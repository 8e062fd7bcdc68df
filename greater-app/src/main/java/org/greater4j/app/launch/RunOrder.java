package org.greater4j.app.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.app.RunConfig;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be begun, in a form that one process can hand to another.
 *
 * @param config all that the run is told
 * @param directory where it records itself, new or empty
 * @param branchedFrom where its initial prompt came from; null if it stands alone
 */
public record RunOrder(RunConfig config, Path directory, Manifest.@Nullable Branch branchedFrom) {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private record Written(
            Map<String, @Nullable Object> settings, String directory, Manifest.@Nullable Branch branchedFrom) {}

    /** The order as one line of JSON. */
    public String json() {
        try {
            return MAPPER.writeValueAsString(new Written(
                    MAPPER.convertValue(config, new TypeReference<>() {}), directory.toString(), branchedFrom));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * An order out of its JSON.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if it is none
     */
    public static RunOrder read(String json) {
        try {
            Written written = MAPPER.readValue(json, Written.class);
            return new RunOrder(
                    MAPPER.convertValue(written.settings(), RunConfig.class),
                    Path.of(written.directory()),
                    written.branchedFrom());
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "order: expected one that `greater ui` wrote on standard input, found something else; use"
                            + " `greater optimize`",
                    e);
        }
    }
}
