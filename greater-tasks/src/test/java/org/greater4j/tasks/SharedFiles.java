package org.greater4j.tasks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that are not part of the repository: a folder {@code shared} beside some folder above the working directory. */
final class SharedFiles {
    private SharedFiles() {}

    /** The path below {@code shared}; where it is absent, the calling test is reported as aborted, by that path. */
    static Path assume(String path) {
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("shared").resolve(path);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        assumeTrue(false, "shared/" + path + " is not here: this test did not run");
        throw new AssertionError("not reached");
    }
}
