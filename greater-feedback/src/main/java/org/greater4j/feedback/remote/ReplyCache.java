package org.greater4j.feedback.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.output.FinishReason;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies on disk, one small file each. Thread-safe, and safe between processes: a file appears whole or not at all.
 *
 * <p>A file holds the reply, its tokens and a checksum, and no question. One that is damaged is as good as none.
 */
final class ReplyCache {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyCache.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * A reply as it is kept.
     *
     * @param finish name of a {@link FinishReason}
     */
    record Entry(String text, String finish, int readTokens, int generatedTokens) {
        private String checksum(String key) {
            return ReplyKey.sha256(key + "\n" + finish + "\n" + readTokens + "\n" + generatedTokens + "\n" + text);
        }
    }

    /** @throws GreaterException ({@code NOT_WRITABLE}) if the folder can't be made */
    ReplyCache(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "cache of replies: expected a folder that can be made, found none at " + folder
                            + "; name another one, or do without",
                    e);
        }
    }

    /** The reply that was kept under a key; null if there is none, or none that is sound. */
    @Nullable
    Entry read(String key) {
        try {
            JsonNode file = JSON.readTree(Files.readString(file(key)));
            Entry entry = new Entry(
                    file.path("text").asText(""),
                    file.path("finish").asText(""),
                    file.path("readTokens").asInt(),
                    file.path("generatedTokens").asInt());
            boolean sound = entry.checksum(key).equals(file.path("sha256").asText());
            boolean known = Arrays.stream(FinishReason.values())
                    .anyMatch(reason -> reason.name().equals(entry.finish()));
            return sound && known ? entry : null;
        } catch (IOException e) {
            // not there, not readable or not JSON: the question is asked again
            return null;
        }
    }

    /** Keeps a reply; if that fails, the run goes on without, and is told once. */
    void write(String key, Entry entry) {
        Path file = file(key);
        @Nullable Path fresh = null;
        try {
            Files.createDirectories(parent(file));
            fresh = Files.createTempFile(parent(file), "new-", ".tmp");
            write(fresh, json(key, entry));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn("Replies can't be kept in {}: {}", folder, e.getClass().getSimpleName());
            }
            delete(fresh);
        }
    }

    // not by a channel, which an interrupt would close: a reply that was paid for is kept even if the run ends now
    private static void write(Path file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String json(String key, Entry entry) throws JsonProcessingException {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("text", entry.text())
                .put("finish", entry.finish())
                .put("readTokens", entry.readTokens())
                .put("generatedTokens", entry.generatedTokens())
                .put("sha256", entry.checksum(key)));
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("a temporary file stays in the cache of replies");
            }
        }
    }

    private Path file(String key) {
        return parent(folder.resolve(key)).resolve(key.substring(0, 2)).resolve(key + ".json");
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("expected a file in a folder, found " + file);
        }
        return parent;
    }
}
