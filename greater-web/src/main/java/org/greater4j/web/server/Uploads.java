package org.greater4j.web.server;

import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.AtomicFile;

/**
 * Files that somebody sent as tasks. They are kept beside the runs, because a run that is gone on with reads its task again; a name with the hash of
 * the content lets equal files be one.
 */
final class Uploads {
    /** Largest file, in bytes. */
    static final long MOST_BYTES = 5_000_000;

    /** What a form without its file may have. */
    static final long MOST_FORM_BYTES = 1_000_000;

    private static final String FOLDER = ".uploads";
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".jsonl", ".json");
    private static final int HASH_DIGITS = 10;
    private static final int LONGEST_NAME = 60;

    private final Path folder;

    Uploads(Path runs) {
        this.folder = runs.resolve(FOLDER);
    }

    /**
     * A file that is kept.
     *
     * @param isNew whether no file of this content was here before
     */
    record Kept(Path path, boolean isNew) {}

    /**
     * Keeps a file.
     *
     * @throws GreaterException ({@code INVALID_TASK}) if it is too large or of a kind that no task has
     */
    Kept keep(UploadedFile file) {
        String given = file.filename().replace('\\', '/');
        String name = given.substring(given.lastIndexOf('/') + 1);
        String lower = name.toLowerCase(Locale.ROOT);
        String ending = ENDINGS.stream()
                .filter(lower::endsWith)
                .findFirst()
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_TASK,
                        "file: expected a name that ends in " + String.join(", ", ENDINGS) + ", found '" + name + "'"));
        try (InputStream in = file.content()) {
            byte[] content = in.readNBytes((int) MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new GreaterException(
                        ErrorCode.INVALID_TASK,
                        "file: expected at most " + MOST_BYTES / 1_000_000
                                + " MB, found more; give its path as the task");
            }
            String plain = name.substring(0, name.length() - ending.length()).replaceAll("[^A-Za-z0-9_-]+", "-");
            Files.createDirectories(folder);
            Path kept = folder.resolve(
                    plain.substring(0, Math.min(LONGEST_NAME, plain.length())) + "-" + hash(content) + ending);
            boolean isNew = !Files.exists(kept);
            if (isNew) {
                AtomicFile.write(kept, content);
            }
            return new Kept(kept, isNew);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file that turned out to be no task, unless it was here before. */
    void forget(Kept kept) {
        try {
            if (kept.isNew()) {
                Files.deleteIfExists(kept.path());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
