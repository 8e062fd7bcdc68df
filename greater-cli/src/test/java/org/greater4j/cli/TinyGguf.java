package org.greater4j.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** GGUF files that are sound as files but no models of ours. */
final class TinyGguf {
    private static final int VERSION = 3;
    private static final int STRING = 8;
    private static final int FLOAT32 = 0;

    private TinyGguf() {}

    /** A file of an architecture, with one tensor of a type. */
    static Path write(Path file, String architecture, int tensorType) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(VERSION)
                .putLong(1)
                .putLong(1);
        text(bytes, "general.architecture").putInt(STRING);
        text(bytes, architecture);
        text(bytes, "token_embd.weight")
                .putInt(1)
                .putLong(32)
                .putInt(tensorType)
                .putLong(0);
        return Files.write(file, bytes.array());
    }

    static Path ofArchitecture(Path file, String architecture) throws IOException {
        return write(file, architecture, FLOAT32);
    }

    private static ByteBuffer text(ByteBuffer bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes.putLong(utf8.length).put(utf8);
    }
}
