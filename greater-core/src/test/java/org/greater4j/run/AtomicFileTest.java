package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void writesExactlyTheTextAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve("prompt.txt");

        AtomicFile.write(file, "a much longer text than the second");
        AtomicFile.write(file, " ä→𝄞");

        assertThat(Files.readAllBytes(file)).isEqualTo(" ä→𝄞".getBytes(StandardCharsets.UTF_8));
        assertThat(directory.toFile().list()).containsExactly("prompt.txt");
    }

    @Test
    void readersNeverSeeAMixture() throws Exception {
        Path file = directory.resolve("checkpoint.json");
        String[] texts = {"a".repeat(200_000), "b".repeat(100_000)};
        AtomicFile.write(file, texts[0]);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int round = 0; round < 100; round++) {
                AtomicFile.write(file, texts[round % 2]);
            }
            done.set(true);
        });
        writer.start();
        do {
            assertThat(Files.readString(file)).isIn((Object[]) texts);
        } while (!done.get());
        writer.join();
    }

    @Test
    void keepsTheOldContentWhenItCantWriteTheNew() throws IOException {
        Path file = directory.resolve("result.json");
        AtomicFile.write(file, "old");
        Files.createDirectory(AtomicFile.temporary(file)); // in the way of the temporary file

        assertThatThrownBy(() -> AtomicFile.write(file, "new"))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WRITABLE))
                .hasMessageContaining("writing " + file)
                .hasMessageContaining("choose another --out");
        assertThat(file).hasContent("old");
    }

    @Test
    void overwritesWhatAKilledWriterLeft() throws IOException {
        Path file = directory.resolve("result.json");
        Files.writeString(AtomicFile.temporary(file), "half of a much longer te");

        AtomicFile.write(file, "whole");

        assertThat(file).hasContent("whole");
        assertThat(directory.toFile().list()).containsExactly("result.json");
    }

    @Test
    void writesOnAnInterruptedThreadAndLeavesItInterrupted() throws IOException {
        Path file = directory.resolve("checkpoint.json");
        Thread.currentThread().interrupt();

        AtomicFile.write(file, "saved");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readString(file)).isEqualTo("saved");
    }
}
