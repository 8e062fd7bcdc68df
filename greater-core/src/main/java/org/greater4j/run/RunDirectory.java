package org.greater4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a run's record; holds the run's lock until it is closed. Not thread-safe.
 *
 * <p>Order of use: {@link #create}, {@link #start}, then events and checkpoints, {@link #finish}; or {@link #open} on a directory that
 * was started. To look at a run without going on with it, use {@link RunRecord}.
 */
public final class RunDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    /** Type of the event by which the seal of the test part was broken. */
    public static final String TEST_OPENED = "test-opened";

    private final Disk disk;
    private final RunFiles files;
    private final RunLock lock;
    private @Nullable Manifest manifest;
    private @Nullable EventLog events;

    private final List<Path> madeFolders;

    /** What the test part was opened for. */
    private record TestOpened(List<RecordedPrompt> prompts, int rows) {}

    private RunDirectory(Disk disk, RunFiles files, RunLock lock, List<Path> madeFolders) {
        this.disk = disk;
        this.files = files;
        this.lock = lock;
        this.madeFolders = madeFolders;
    }

    /**
     * Claims a new or empty folder, so that a long run does not find out at its end that it can't be saved.
     *
     * <p>Until {@link #start} nothing but the lock is in the folder, and a folder with nothing else counts as empty.
     *
     * @throws GreaterException ({@code OUTPUT_EXISTS}) if there is something at the path, ({@code NOT_WRITABLE}) if the folder can't be
     *     made or written, ({@code RUN_IN_USE}) if another process claimed it
     */
    public static RunDirectory create(Path directory) {
        return create(directory, Disk.real());
    }

    /** Like {@link #create(Path)}, written through a disk of the caller's. */
    public static RunDirectory create(Path directory, Disk disk) {
        RunFiles files = new RunFiles(directory);
        List<Path> made = missing(directory);
        makeDirectory(directory);
        requireEmpty(files);
        RunLock lock = RunLock.take(files);
        try {
            requireEmpty(files); // another process may have been here in between
            return new RunDirectory(disk, files, lock, made);
        } catch (GreaterException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a started run to go on with it.
     *
     * <p>Events after the last checkpoint are dropped, sound or not, because the work they tell of is done again; those of a finished run are
     * kept.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if the manifest is missing, unreadable or of a later version, or the log is damaged in
     *     front of the checkpoint or shorter than it says, ({@code RUN_IN_USE}) if another process writes to it
     */
    public static RunDirectory open(Path directory) {
        return open(directory, Disk.real());
    }

    /** Like {@link #open(Path)}, written through a disk of the caller's. */
    public static RunDirectory open(Path directory, Disk disk) {
        RunFiles files = new RunFiles(directory);
        files.requireRun();
        RunLock lock = RunLock.take(files);
        RunDirectory run = new RunDirectory(disk, files, lock, List.of());
        try {
            run.manifest = files.manifest();
            long checkpointed = files.checkpointedEvents();
            EventLog log = EventLog.open(disk, files.eventsFile(), checkpointed, files.sureEvents());
            run.events = log;
            if (!Files.exists(files.resultFile())) {
                log.rewind(checkpointed);
            }
            return run;
        } catch (GreaterException e) {
            run.close();
            throw e;
        }
    }

    /** The folder, as it was given. */
    public Path path() {
        return files.directory();
    }

    /** Writes what the run depends on and opens its event log; once. */
    public void start(Manifest begun) {
        if (manifest != null) {
            throw new IllegalStateException("run " + path() + " was started before");
        }
        AtomicFile.write(disk, files.manifestFile(), Json.pretty(begun));
        manifest = begun;
        events = EventLog.open(disk, files.eventsFile(), 0, EventLines.ALL);
    }

    /** What the run depends on. */
    public Manifest manifest() {
        return started(manifest);
    }

    /** All events so far, those of earlier goes at the run included. */
    public List<RunEvent> recorded() {
        return EventLog.read(files.eventsFile());
    }

    /** The run's events; forced to disk by each checkpoint. */
    public EventLog events() {
        return started(events);
    }

    /**
     * Replaces the checkpoint; on return it and all events before it are on disk.
     *
     * @param state a record that JSON can hold; its doubles come back bit for bit
     */
    public <T> void checkpoint(T state) {
        events().force();
        AtomicFile.write(
                disk, files.checkpointFile(), Json.sealed(new RunFiles.Checkpoint<>(events().sequence(), state)));
    }

    /**
     * The last checkpoint, or nothing if the run was interrupted before its first.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if it can't be read as such a record
     */
    public <T> Optional<T> checkpoint(Class<T> type) {
        return files.checkpoint(type);
    }

    /** Keeps the examples of all parts among the events: ids alone say nothing to people, and the task's file may be elsewhere by then. */
    public void recordExamples(List<Example> train, List<Example> dev, HeldOut test) {
        events().append(RunHistory.EXAMPLES, new Split(train, dev, test.forTheRecord()));
    }

    /**
     * Breaks the seal of the test part, for these prompts and no others.
     *
     * <p>That it was broken is on disk before the first example is handed out. A run that dies then may be handed them again for the same
     * prompts until their outcomes are {@linkplain #recordTest recorded}, since its reading was not finished; a recorded one is told by
     * {@link #test}.
     *
     * @param prompts all that are to be measured
     * @param state the checkpoint that goes with it
     * @throws GreaterException ({@code TEST_READ_TWICE}) if the part was read before, or opened for other prompts
     */
    public <T> List<Example> openTest(HeldOut test, List<RecordedPrompt> prompts, T state) {
        List<RunEvent> events = recorded();
        if (events.stream().anyMatch(event -> event.type().equals(RunRecord.TEST))) {
            throw HeldOut.readTwice("the outcomes of an earlier one in " + files.eventsFile());
        }
        Optional<TestOpened> opened = events.stream()
                .filter(event -> event.type().equals(TEST_OPENED))
                .map(event -> event.payload(TestOpened.class))
                .findFirst();
        if (opened.isPresent() && !opened.get().prompts().equals(prompts)) {
            throw HeldOut.readTwice("that it was opened for other prompts in " + files.eventsFile());
        }
        List<Example> examples = test.open();
        if (opened.isEmpty()) {
            events().append(TEST_OPENED, new TestOpened(prompts, examples.size()));
            checkpoint(state);
        }
        return examples;
    }

    /**
     * Records what came of the test part; from here on it counts as read.
     *
     * @param state the checkpoint that goes with it
     */
    public <T> void recordTest(List<MeasuredPrompt> measured, T state) {
        measured.forEach(prompt -> events().append(RunRecord.TEST, prompt));
        checkpoint(state);
    }

    /** What came of the test part, prompt by prompt; empty as long as it was not read. */
    public List<MeasuredPrompt> test() {
        return RunRecord.test(recorded());
    }

    /**
     * Like {@link #finish(RunResult)}, with the checkpoint put behind all events first: some may have come when there was no work left.
     *
     * @param state the checkpoint that goes with the result
     */
    public <T> void finish(RunResult result, T state) {
        if (events().sequence() > files.checkpointedEvents()) {
            checkpoint(state);
        }
        finish(result);
    }

    /** Writes the final prompt and then the result, whose presence says that the run is finished; once. */
    public void finish(RunResult result) {
        if (Files.exists(files.resultFile())) {
            throw new IllegalStateException("run " + path() + " was finished before");
        }
        events().force();
        AtomicFile.write(disk, files.promptFile(), result.finalPrompt().text().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(disk, files.resultFile(), Json.pretty(result));
    }

    /** What the run came to, or nothing while it goes on. */
    public Optional<RunResult> result() {
        return files.result();
    }

    /** Releases the lock; the run can be opened again. What {@link #create} made is removed if the run never started. */
    @Override
    public void close() {
        try (lock) {
            if (events != null) {
                events.close();
            }
            if (manifest == null) {
                leaveNothing();
            }
        }
    }

    // a run that never started leaves no trace of its attempt
    private void leaveNothing() {
        try {
            Files.deleteIfExists(files.lockFile());
            for (Path folder : madeFolders) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // the folder holds something of another process, or is gone: nothing of ours is left either way
            LOG.debug("leaving {}", files.directory(), e);
        }
    }

    private <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("run " + path() + " was not started");
        }
        return part;
    }

    /** The folders on the way to a path that are not there yet, the innermost first. */
    private static List<Path> missing(Path directory) {
        List<Path> missing = new ArrayList<>();
        for (Path folder = directory.toAbsolutePath(); folder != null && !Files.exists(folder); ) {
            missing.add(folder);
            folder = folder.getParent();
        }
        return missing;
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(directory)) {
                throw new GreaterException(
                        ErrorCode.OUTPUT_EXISTS,
                        "run directory: expected a new or empty folder, found a file at " + directory
                                + "; choose another --out",
                        e);
            }
            throw AtomicFile.notWritable(directory, e);
        } catch (IOException e) {
            throw AtomicFile.notWritable(directory, e);
        }
    }

    private static void requireEmpty(RunFiles files) {
        try (Stream<Path> entries = Files.list(files.directory())) {
            // a process that was killed while it began a run may leave half a manifest behind
            Path half = AtomicFile.temporary(files.manifestFile());
            List<String> found = entries.filter(entry -> !entry.equals(files.lockFile()) && !entry.equals(half))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .limit(3)
                    .toList();
            if (!found.isEmpty()) {
                String resume = RunRecord.isRun(files.directory())
                        ? ", or go on with that run by `greater resume " + files.directory() + "`"
                        : "";
                throw new GreaterException(
                        ErrorCode.OUTPUT_EXISTS,
                        "run directory: expected a new or empty folder, found " + String.join(", ", found) + " in "
                                + files.directory() + "; choose another --out" + resume);
            }
        } catch (IOException e) {
            throw AtomicFile.notWritable(files.directory(), e);
        }
    }
}
