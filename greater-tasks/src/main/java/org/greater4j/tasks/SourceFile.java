package org.greater4j.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * A file of examples, read whole.
 *
 * @param name the file's own name, without folders
 * @param text its content, without a byte order mark
 * @param sha256 of its bytes, in hexadecimal
 */
record SourceFile(String name, String text, String sha256) {
    /** All rows are held in memory; the largest published file here has 4 MB. */
    static final long MOST_BYTES = 50_000_000;

    /**
     * Reads a file.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if there is no such file or it cannot be read; ({@code INVALID_TASK}) if it is not
     *     UTF-8 or far too large
     */
    static SourceFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "task " + path + ": expected a file, found " + (Files.exists(path) ? "a folder" : "none") + " at "
                            + path.toAbsolutePath() + "; mend the path");
        }
        byte[] bytes;
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw new GreaterException(
                        ErrorCode.INVALID_TASK,
                        "task " + path + ": expected at most " + MOST_BYTES / 1_000_000 + " MB, found "
                                + size / 1_000_000
                                + " MB; a search looks at some hundred rows, so take a part of the file, such as its first"
                                + " 10,000 lines");
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "task " + path + ": the file cannot be read: " + e.getMessage(), e);
        }
        String text = TextBytes.decode(bytes, "task " + path);
        return new SourceFile(String.valueOf(path.getFileName()), text, sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
