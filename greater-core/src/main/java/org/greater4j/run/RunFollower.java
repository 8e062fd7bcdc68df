package org.greater4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.LongSupplier;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that is looked at again and again while another process goes on with it; each look reads only the events that are new.
 *
 * <p>Of an event no more is kept than {@link RunHistory} tells, so that a long run takes little memory. When a resumed run drops events that
 * were behind its checkpoint, the log no longer goes on from where the last look stood, and is read from its beginning. Not thread-safe.
 */
public final class RunFollower {
    private static final Logger LOG = LoggerFactory.getLogger(RunFollower.class);

    private final Path directory;
    private final RunFiles files;
    private RunHistory.Collector collector = new RunHistory.Collector();
    private EventLines.Place place = EventLines.Place.START;
    private @Nullable Seen seen;
    private @Nullable Look last;

    /**
     * What there was to see.
     *
     * @param record manifest and result; without events, which {@code history} tells
     * @param history what the events so far tell
     * @param active whether a process works on the run
     */
    public record Look(RunRecord record, RunHistory history, boolean active) {}

    /** The state of the files behind a look. */
    private record Seen(
            long events,
            @Nullable FileTime eventsTime,
            @Nullable FileTime checkpoint,
            @Nullable FileTime result) {}

    public RunFollower(Path directory) {
        this.directory = directory;
        this.files = new RunFiles(directory);
    }

    /**
     * Looks at the run; the same object as before if nothing has changed.
     *
     * @throws GreaterException as {@link RunRecord#read} and {@link RunHistory#of} do
     */
    public Look look() {
        Seen now = see();
        boolean active = now.result() == null && RunLock.isHeld(files);
        Look before = last;
        if (before != null && now.equals(seen)) {
            last = before.active() == active ? before : new Look(before.record(), before.history(), active);
            return last;
        }
        Manifest manifest = before == null ? files.manifest() : before.record().manifest();
        // the result first: once it is there, the events are complete
        @Nullable RunResult result = files.result().orElse(null);
        readNew(now.events());
        RunRecord record = new RunRecord(directory, manifest, List.of(), result);
        Look look = new Look(record, collector.history(RunHistory.spent(record)), active);
        seen = now;
        last = look;
        return look;
    }

    private void readNew(long length) {
        if (length < place.end()) {
            restart();
        }
        if (place.sequence() > 0) {
            try {
                // strictly: damage may mean that what was read before was dropped and written anew
                read(EventLines.ALL);
                return;
            } catch (GreaterException e) {
                LOG.debug("reading {} from its beginning", directory, e);
                restart();
            }
        }
        read(files.sureEvents());
    }

    private void restart() {
        collector = new RunHistory.Collector();
        place = EventLines.Place.START;
    }

    private void read(LongSupplier sure) {
        if (!Files.exists(files.eventsFile())) {
            return;
        }
        try {
            EventLines.scan(files.eventsFile(), place, sure, (line, sequence, end, checksum) -> {
                collector.add(line, sequence, files.eventsFile());
                place = new EventLines.Place(sequence, end, checksum);
            });
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "event log: expected a readable file, found '" + FileProblem.of(e) + "' in " + files.eventsFile()
                            + "; mend its permissions",
                    e);
        }
    }

    private Seen see() {
        return new Seen(
                RunGlance.size(files.eventsFile()),
                time(files.eventsFile()),
                time(files.checkpointFile()),
                time(files.resultFile()));
    }

    private static @Nullable FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run: expected a readable file, found '" + FileProblem.of(e) + "' in " + file
                            + "; mend its permissions",
                    e);
        }
    }
}
