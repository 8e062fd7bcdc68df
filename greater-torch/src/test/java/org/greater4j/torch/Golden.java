package org.greater4j.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected values of the shared golden folder, which lies beside the checkout. */
public final class Golden {
    private Golden() {}

    public static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(path(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file or folder; the test is skipped, and says so, where there is none. */
    public static Path path(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/golden").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "not tested: no shared/golden/" + name + " beside the checkout");
        throw new AssertionError("unreachable");
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = array.get(at).asInt();
        }
        return values;
    }
}
