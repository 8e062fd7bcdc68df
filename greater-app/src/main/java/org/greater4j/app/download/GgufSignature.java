package org.greater4j.app.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of every GGUF file; looked at before a large file is hashed for nothing. */
final class GgufSignature {
    private static final byte[] SIGNATURE = "GGUF".getBytes(StandardCharsets.US_ASCII);

    private GgufSignature() {}

    static boolean isAt(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return Arrays.equals(content.readNBytes(SIGNATURE.length), SIGNATURE);
        }
    }
}
