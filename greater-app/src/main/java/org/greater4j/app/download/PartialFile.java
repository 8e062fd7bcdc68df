package org.greater4j.app.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished download, and beside it what is needed to go on with it.
 *
 * @param file what came so far
 * @param record where it came from, as JSON
 */
record PartialFile(Path file, Path record) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the record holds.
     *
     * @param source the address as people see it, before redirects, since those are often signed and short-lived
     * @param validator strong ETag or modification date, for {@code If-Range}
     */
    private record Origin(String source, String validator) {}

    /** The unfinished file of this name in a folder. */
    static PartialFile of(Path folder, String name) {
        return new PartialFile(folder.resolve(name), folder.resolve(name + ".json"));
    }

    /** The validator by which that source can go on with the file; empty if there is nothing that can be gone on with. */
    Optional<String> validator(String source) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isRegularFile(record)) {
            return Optional.empty();
        }
        try {
            @Nullable Origin found = JSON.readValue(record.toFile(), Origin.class);
            return Optional.ofNullable(found)
                    .filter(origin -> source.equals(origin.source()) && origin.validator() != null)
                    .map(Origin::validator);
        } catch (JsonProcessingException unreadable) {
            // Half written when a process died: start again.
            return Optional.empty();
        }
    }

    /** Records a download that starts, if the server names a validator; without one it can't be gone on with later. */
    void begin(String source, HttpHeaders headers) throws IOException {
        Optional<String> validator = headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"));
        if (validator.isPresent()) {
            JSON.writeValue(record.toFile(), new Origin(source, validator.get()));
        } else {
            Files.deleteIfExists(record);
        }
    }

    /** Bytes that came so far. */
    long size() throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    void discard() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(record);
    }
}
