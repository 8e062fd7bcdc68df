package org.greater4j.app.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of files and texts. */
public final class Checksum {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int GIT_DIGITS = 40;

    private Checksum() {}

    /** 64 lower-case hexadecimal digits; stops soon with a ClosedByInterruptException if the thread is interrupted. */
    static String sha256(Path file) throws IOException {
        return hash(newDigest("SHA-256"), file);
    }

    /** The name that the hub gives a content: git's own sha1 if {@code like} has 40 digits, else sha256. */
    static String hub(Path file, String like) throws IOException {
        if (like.length() != GIT_DIGITS) {
            return sha256(file);
        }
        MessageDigest digest = newDigest("SHA-1");
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        return hash(digest, file);
    }

    /** sha256 of a text in UTF-8. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(newDigest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hash(MessageDigest digest, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
