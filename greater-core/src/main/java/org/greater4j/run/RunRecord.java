package org.greater4j.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run directory holds at one moment, read without a lock: for reports, pages and exports, of running runs too.
 *
 * @param directory where it was read
 * @param manifest what the run depends on
 * @param events all whole events so far, in order
 * @param result what the run came to; null while it goes on
 */
public record RunRecord(
        Path directory,
        Manifest manifest,
        List<RunEvent> events,
        @Nullable RunResult result) {
    static final String TEST = "test";

    public RunRecord {
        events = List.copyOf(events);
    }

    /** Whether a folder is a run directory: it has a manifest, sound or not. */
    public static boolean isRun(Path directory) {
        return Files.isRegularFile(new RunFiles(directory).manifestFile());
    }

    /** Whether a process works on a run at this moment; this one or another one of this machine. */
    public static boolean isBeingWritten(Path directory) {
        return RunLock.isHeld(new RunFiles(directory));
    }

    /**
     * Reads a run directory and changes nothing in it.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if the manifest is missing, unreadable or of a later version,
     *     or another file is damaged
     */
    public static RunRecord read(Path directory) {
        RunFiles files = new RunFiles(directory);
        Manifest manifest = files.manifest();
        // the result first: once it is there, the events are complete
        @Nullable RunResult result = files.result().orElse(null);
        LongSupplier sure = result == null ? files::checkpointedEvents : EventLines.ALL;
        List<RunEvent> events = Files.exists(files.eventsFile()) ? EventLog.read(files.eventsFile(), sure) : List.of();
        return new RunRecord(directory, manifest, events, result);
    }

    /** What came of the test part: of the initial prompt, then of the final one; empty as long as it was not read. */
    public List<MeasuredPrompt> test() {
        return test(events);
    }

    static List<MeasuredPrompt> test(List<RunEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals(TEST))
                .map(event -> event.payload(MeasuredPrompt.class))
                .toList();
    }

    /** The manifest alone, which is small; errors as those of {@link #read}. */
    public static Manifest readManifest(Path directory) {
        return new RunFiles(directory).manifest();
    }

    /** The result alone, which is small; null while the run goes on. */
    public static @Nullable RunResult readResult(Path directory) {
        return new RunFiles(directory).result().orElse(null);
    }

    /** Number of events that stood before the last checkpoint, all of which must be there; 0 without one. */
    public long checkpointedEvents() {
        return new RunFiles(directory).checkpointedEvents();
    }

    /** Bytes of what is torn at the end of the events; 0 if nothing is. */
    public long tornBytes() {
        RunFiles files = new RunFiles(directory);
        Path file = files.eventsFile();
        return Files.exists(file) ? EventLog.tornBytes(file, files.sureEvents()) : 0;
    }

    /** What {@code prompt.txt} holds; null while the run goes on. */
    public @Nullable String promptText() {
        return new RunFiles(directory).promptText();
    }

    /** The last checkpoint as the record that was written. */
    public <T> Optional<T> checkpoint(Class<T> type) {
        return new RunFiles(directory).checkpoint(type);
    }
}
