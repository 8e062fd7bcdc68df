package org.greater4j.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find the real default model. */
public final class DefaultModel {
    private static final String FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";

    private DefaultModel() {}

    /** The file, or a skipped test that says what is missing. */
    public static Path path() {
        String given = System.getenv("GREATER_MODEL");
        Path path = given != null
                ? Path.of(given)
                : cache().resolve("models/smollm2-135m-instruct").resolve(FILE);
        assumeTrue(
                Files.isRegularFile(path),
                "not tested: the default model is not at " + path + "; run ./greater models pull");
        return path;
    }

    private static Path cache() {
        String own = System.getenv("GREATER_CACHE");
        if (own != null) {
            return Path.of(own);
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        Path base = shared != null ? Path.of(shared) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("greater4j");
    }
}
