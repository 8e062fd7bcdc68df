package org.greater4j.run;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** The files of a run directory and how each is read; shared by its writer and its readers. */
record RunFiles(Path directory) {
    static final String CHECKPOINT = "run checkpoint";

    /** Files in folders that hold runs, or measure them, and are none, with the command that leaves them. */
    private static final Map<String, String> OF_SEVERAL_RUNS =
            Map.of("study.yaml", "study", "compare.txt", "compare", "transfer.txt", "transfer");

    /**
     * A checkpoint as it is written.
     *
     * @param events number of events that were on disk before it
     */
    record Checkpoint<T>(long events, T state) {}

    private record Versions(
            @Nullable Integer formatVersion, @Nullable String greaterVersion) {}

    private record CheckpointPosition(long events) {}

    Path manifestFile() {
        return directory.resolve("manifest.json");
    }

    Path eventsFile() {
        return directory.resolve(EventLog.FILE_NAME);
    }

    Path checkpointFile() {
        return directory.resolve("checkpoint.json");
    }

    Path resultFile() {
        return directory.resolve("result.json");
    }

    Path promptFile() {
        return directory.resolve("prompt.txt");
    }

    Path lockFile() {
        return directory.resolve(".lock");
    }

    /** Refuses a directory without a manifest before anything in it is touched. */
    void requireRun() {
        if (!Files.isRegularFile(manifestFile())) {
            OF_SEVERAL_RUNS.forEach((file, command) -> {
                if (Files.isRegularFile(directory.resolve(file))) {
                    throw new GreaterException(
                            ErrorCode.INVALID_RUN,
                            "run: expected the directory of one run, found the folder of a `" + command + "` at "
                                    + directory
                                    + "; give the directory of a run (one with manifest.json), or repeat the `"
                                    + command
                                    + "` with --out " + directory + ", which goes on where it was");
                }
            });
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run: expected a run directory with manifest.json, found "
                            + (Files.isDirectory(directory) ? "none in " : "no folder at ") + directory
                            + "; give the folder that a run's --out named");
        }
    }

    Manifest manifest() {
        requireRun();
        byte[] json = bytes(manifestFile());
        Versions versions = Json.read(json, Versions.class, "run manifest", manifestFile());
        Integer version = versions.formatVersion();
        if (version != null && version > Manifest.FORMAT_VERSION) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run manifest: expected a format version of at most " + Manifest.FORMAT_VERSION + ", found "
                            + version
                            + " in " + manifestFile() + "; use Greater4J "
                            + (versions.greaterVersion() == null ? "of a later version" : versions.greaterVersion())
                            + ", which wrote it");
        }
        return Json.read(json, Manifest.class, "run manifest", manifestFile());
    }

    @Nullable
    String promptText() {
        return Files.exists(promptFile()) ? new String(bytes(promptFile()), StandardCharsets.UTF_8) : null;
    }

    Optional<RunResult> result() {
        return Files.exists(resultFile())
                ? Optional.of(Json.read(bytes(resultFile()), RunResult.class, "run result", resultFile()))
                : Optional.empty();
    }

    <T> Optional<T> checkpoint(Class<T> type) {
        if (!Files.exists(checkpointFile())) {
            return Optional.empty();
        }
        byte[] json = bytes(checkpointFile());
        Json.requireSealed(json, CHECKPOINT, checkpointFile());
        return Optional.of(Json.readCheckpoint(json, type, checkpointFile()).state());
    }

    /** Number of events before the last checkpoint; 0 without one. */
    long checkpointedEvents() {
        if (!Files.exists(checkpointFile())) {
            return 0;
        }
        byte[] json = bytes(checkpointFile());
        Json.requireSealed(json, CHECKPOINT, checkpointFile());
        long events = Json.read(json, CheckpointPosition.class, CHECKPOINT, checkpointFile())
                .events();
        if (events < 0) {
            throw Json.invalid(
                    CHECKPOINT, "a number of events", Long.toString(events), checkpointFile() + " at events");
        }
        return events;
    }

    /** How many events are sure to be on disk: all of a finished run, else those before the checkpoint. */
    LongSupplier sureEvents() {
        return Files.exists(resultFile()) ? EventLines.ALL : this::checkpointedEvents;
    }

    static byte[] bytes(Path file) {
        // a plain stream, because an interrupted thread can't read through a channel
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run: expected a readable file, found '" + FileProblem.of(e) + "' in " + file
                            + "; mend its permissions",
                    e);
        }
    }
}
