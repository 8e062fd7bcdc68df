package org.greater4j.tasks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    /**
     * Reads a file.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if there is no such file or it cannot be read; ({@code INVALID_TASK}) if it is not
     *     UTF-8
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
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "task " + path + ": the file cannot be read: " + e.getMessage(), e);
        }
        String text;
        try {
            // a decoder of one's own refuses what is no UTF-8, where new String would put question marks
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task " + path + ": expected text in UTF-8, found other bytes; save the file as UTF-8",
                    e);
        }
        return new SourceFile(
                String.valueOf(path.getFileName()),
                text.startsWith("\uFEFF") ? text.substring(1) : text,
                sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
