package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.greater4j.app.Models;
import org.greater4j.app.download.DownloadEvent;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.download.ModelStamp;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that somebody writes to while they are read, or while they are searched with. */
class ChangedModelTest {
    @TempDir
    Path folder;

    @Test
    void aModelThatChangesBetweenItsHashAndItsReadingIsRefused() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        DownloadListener writer = event -> {
            if (event instanceof DownloadEvent.Checking checking
                    && checking.file().endsWith("tokenizer_config.json")) {
                append(model.resolve("config.json")); // hashed by now, and not yet read
            }
        };
        assertThatThrownBy(() -> new Models(System.getenv(), writer).open(model.toString(), "float32", "cpu"))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                .hasMessageContaining("config.json of ")
                .hasMessageContaining("begin again");
        try (GradientModel sound =
                new Models(System.getenv(), DownloadListener.none()).open(model.toString(), "float32", "cpu")) {
            assertThat(sound.info().sha256()).hasSize(64);
        }
    }

    /** The weights are in memory by then: the run goes on with what it hashed, and a resumed one notices. */
    @Test
    void aModelThatChangesDuringASearchIsNoticedByTheResumedRun() throws IOException {
        Path model = ByteModel.write(folder, "llama");
        Path run = folder.resolve("run");
        CommandRun.of(KillTest.words(model, run).toArray(String[]::new)).succeeds();
        Files.delete(run.resolve("result.json")); // as if it had been killed right before
        append(model.resolve("config.json"));
        CommandRun refused = CommandRun.of("resume", run.toString()).fails(2, "RUN_CHANGED");
        assertThat(refused.err()).contains("found a change\n  - model file: sha256 ", "--accept-changes");
        assertThat(CommandRun.of("resume", run.toString(), "--accept-changes")
                        .succeeds()
                        .err())
                .contains("note: going on with another model file: sha256 ");
        CommandRun checked = CommandRun.of("check", run.toString(), "--no-model");
        assertThat(checked.out().replaceAll("\\s+", " ")).contains("warning conditions model file: sha256 ");
    }

    @Test
    void aStampTellsWhatIsAnotherNow() throws IOException {
        Path file = Files.writeString(folder.resolve("model.gguf"), "GGUF");
        ModelStamp stamp = ModelStamp.of(file);
        stamp.requireUnchanged(file);
        append(file);
        assertThatThrownBy(() -> stamp.requireUnchanged(file))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("model.gguf of 5 bytes");
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, " ", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
