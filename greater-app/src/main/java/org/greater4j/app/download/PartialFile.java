package org.greater4j.app.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to go on with an unfinished download, kept beside it.
 *
 * @param source the address as people see it, before redirects, since those are often signed and short-lived
 * @param validator strong ETag or modification date, for {@code If-Range}
 */
record PartialFile(String source, String validator) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What lies in the cache of that source's file; empty if there is nothing that can be gone on with. */
    static Optional<PartialFile> read(CachePaths paths, String source) throws IOException {
        if (!Files.isRegularFile(paths.part()) || !Files.isRegularFile(paths.partRecord())) {
            return Optional.empty();
        }
        try {
            @Nullable PartialFile record = JSON.readValue(paths.partRecord().toFile(), PartialFile.class);
            return Optional.ofNullable(record)
                    .filter(found -> source.equals(found.source()) && found.validator() != null);
        } catch (JsonProcessingException unreadable) {
            // Half written when a process died: start again.
            return Optional.empty();
        }
    }

    /** Records a download that starts, if the server names a validator; without one it can't be gone on with later. */
    static void begin(CachePaths paths, String source, HttpHeaders headers) throws IOException {
        Optional<String> validator = headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"));
        if (validator.isPresent()) {
            JSON.writeValue(paths.partRecord().toFile(), new PartialFile(source, validator.get()));
        } else {
            Files.deleteIfExists(paths.partRecord());
        }
    }
}
