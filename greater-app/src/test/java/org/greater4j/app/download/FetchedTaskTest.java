package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.greater4j.app.SizeChoice;
import org.greater4j.app.TaskChoice;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published task by its name alone, from a server of the test's own to the examples. */
final class FetchedTaskTest {
    @TempDir
    Path folder;

    @Test
    void aTaskIsFetchedWhereNoDirectoryIsNamed() throws IOException {
        byte[] published = Files.readAllBytes(shared("data/bbh/snarks.json"));
        try (FileServer server = new FileServer(published)) {
            Map<String, String> environment = Map.of(
                    "GREATER_CACHE", folder.toString(),
                    "GREATER_DATA_MIRROR", server.address("/").toString());
            Task task = choice("paper", null).load(environment);
            assertThat(task.examples()).hasSize(178);
            assertThat(task.source()).startsWith("snarks.json sha256=54a0661f").doesNotContain("not the pinned");
            assertThat(new SizeChoice(null, 10, null).fit(task)).isEqualTo(new SplitSizes(50, 10, 64));
            assertThat(choice(null, null).load(environment).examples()).isEqualTo(task.examples());
            assertThat(server.requests()).extracting(FileServer.Request::path).containsExactly("/bbh/snarks.json");
        }
    }

    @Test
    void aDirectoryThatIsNamedIsTheOnlyPlace() throws IOException {
        try (FileServer server = new FileServer(new byte[] {1})) {
            Map<String, String> environment = Map.of(
                    "GREATER_CACHE", folder.toString(),
                    "GREATER_DATA_MIRROR", server.address("/").toString());
            assertThatThrownBy(() -> choice(null, folder.toString()).load(environment))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                    .hasMessageContaining("snarks.json or bbh/snarks.json in " + folder);
            assertThat(server.requests()).isEmpty();
        }
    }

    private static TaskChoice choice(@Nullable String splits, @Nullable String data) {
        TaskChoice named = TaskChoice.named("bbh/snarks");
        return new TaskChoice(
                named.name(),
                data,
                null,
                null,
                named.answerFormat(),
                named.labels(),
                null,
                0,
                null,
                null,
                splits,
                null);
    }

    private static Path shared(String path) {
        for (@Nullable Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("shared").resolve(path))) {
                return at.resolve("shared").resolve(path);
            }
        }
        assumeTrue(false, "shared/" + path + " is not here: this test did not run");
        throw new AssertionError("not reached");
    }
}
