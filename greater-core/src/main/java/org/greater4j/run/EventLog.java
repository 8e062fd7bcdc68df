package org.greater4j.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of JSON lines that notices what was torn or changed. Not thread-safe; one writer at a time.
 *
 * <p>A line carries a running number and a checksum over itself and all lines before it. A line that was being written when the process
 * died does not fit its checksum; it is the last one, and opening the log drops it. Of a run that goes on, the same holds for all lines
 * behind its checkpoint, which a power cut may have left in parts. Damage elsewhere was not done by a crash and is refused.
 */
public final class EventLog implements AutoCloseable {
    static final String FILE_NAME = "events.jsonl";

    private static final Logger LOGGER = LoggerFactory.getLogger(EventLog.class);

    private final Path file;
    private final Disk.Output out;
    private final List<Position> positions = new ArrayList<>();

    /** Where an event ends and by which checksum the next one is chained to it. */
    private record Position(long end, String checksum) {}

    /** What goes into a line, less the checksum; {@link RunEvent} as it is written. */
    private record Line(long sequence, String type, Instant time, Object payload) {}

    private EventLog(Path file, Disk.Output out) {
        this.file = file;
        this.out = out;
        positions.add(new Position(0, ""));
    }

    /**
     * Opens a log for appending, created if there is none; a torn last line is cut off.
     *
     * @throws GreaterException ({@code INVALID_RUN}) naming the line if one before the last is damaged, ({@code NOT_WRITABLE}) if the
     *     file can't be written
     */
    public static EventLog open(Path file) {
        return open(Disk.real(), file, 0, EventLines.ALL);
    }

    /**
     * Opens the log of a run.
     *
     * @param least number of events that must be there; if they are not, the log is refused and left as it is
     * @param sure see {@link EventLines#scan(Path, LongSupplier, EventLines.Visitor)}; what is torn behind these is cut off
     */
    static EventLog open(Disk disk, Path file, long least, LongSupplier sure) {
        Disk.Output out;
        try {
            out = disk.open(file);
        } catch (IOException e) {
            throw AtomicFile.notWritable(file, e);
        }
        EventLog log = new EventLog(file, out);
        try {
            long torn = EventLines.scan(
                    file, sure, (line, sequence, end, checksum) -> log.positions.add(new Position(end, checksum)));
            if (log.sequence() < least) {
                throw Json.invalid(
                        "event log",
                        "at least the " + least + " events of the checkpoint",
                        log.sequence() + (torn > 0 ? " and a torn line" : ""),
                        file.toString());
            }
            if (torn > 0) {
                LOGGER.warn("dropped {} torn bytes at the end of {}", torn, file);
            }
            log.cut();
            return log;
        } catch (IOException e) {
            log.closeQuietly();
            throw AtomicFile.notWritable(file, e);
        } catch (GreaterException e) {
            log.closeQuietly();
            throw e;
        }
    }

    /**
     * Reads a log without changing it, while another process may be writing to it; a torn last line is left out.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if it can't be read or a line before the last is damaged
     */
    public static List<RunEvent> read(Path file) {
        return read(file, EventLines.ALL);
    }

    /** Like {@link #read(Path)}, for a log that need not be whole behind the sure events. */
    static List<RunEvent> read(Path file, LongSupplier sure) {
        List<RunEvent> events = new ArrayList<>();
        try {
            EventLines.scan(file, sure, (line, sequence, end, checksum) -> {
                RunEvent event = Json.read(line, RunEvent.class, "event " + sequence, file);
                if (event.sequence() != sequence) {
                    throw Json.invalid(
                            "event log", "event " + sequence, "event " + event.sequence(), file + " line " + sequence);
                }
                events.add(event);
            });
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return List.copyOf(events);
    }

    private static GreaterException unreadable(Path file, IOException cause) {
        return new GreaterException(
                ErrorCode.INVALID_RUN,
                "event log: expected a readable file, found '" + FileProblem.of(cause) + "' in " + file
                        + "; mend its permissions",
                cause);
    }

    /**
     * The bytes behind the last whole line, as a process leaves them that was killed while it wrote; 0 if there are none.
     *
     * @throws GreaterException ({@code INVALID_RUN}) as {@link #read(Path, LongSupplier)}
     */
    static long tornBytes(Path file, LongSupplier sure) {
        try {
            return EventLines.scan(file, sure, (line, sequence, end, checksum) -> {});
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Appends an event; it is on disk after {@link #force} at the latest.
     *
     * @param payload anything that JSON can hold, a record as a rule
     * @return the event's sequence number
     * @throws GreaterException ({@code NOT_WRITABLE}), and then the log is as it was
     */
    public long append(String type, Object payload) {
        long sequence = sequence() + 1;
        byte[] object = Json.line(new Line(sequence, type, Instant.now(), payload));
        String checksum = EventLines.checksum(last().checksum(), object);
        byte[] sealed = EventLines.seal(object, checksum);
        byte[] line = new byte[sealed.length + 1];
        System.arraycopy(sealed, 0, line, 0, sealed.length);
        line[sealed.length] = '\n';
        try {
            out.write(line);
        } catch (IOException e) {
            undo(e);
            throw AtomicFile.notWritable(file, e);
        }
        positions.add(new Position(last().end() + line.length, checksum));
        return sequence;
    }

    /**
     * Returns when all that was appended is on disk.
     *
     * @throws GreaterException ({@code NOT_WRITABLE}), also if the file is not in its place any more
     */
    public void force() {
        try {
            out.sync();
            requireInPlace();
        } catch (IOException e) {
            throw AtomicFile.notWritable(file, e);
        }
    }

    /** The last event's number; 0 in an empty log. */
    public long sequence() {
        return positions.size() - 1L;
    }

    /** Drops all events after one, as a run does that goes back to a checkpoint. */
    void rewind(long sequence) {
        if (sequence < 0 || sequence > sequence()) {
            throw new IllegalArgumentException("expected a number in 0 .. " + sequence() + ", found " + sequence);
        }
        positions.subList((int) sequence + 1, positions.size()).clear();
        try {
            cut();
        } catch (IOException e) {
            throw AtomicFile.notWritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw AtomicFile.notWritable(file, e);
        }
    }

    // a file that was removed can still be written to, and nobody would ever read it
    private void requireInPlace() throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        long size = Files.size(file);
        if (size != last().end()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "a file of " + size + " bytes where " + last().end()
                            + " were written: another one is in its place");
        }
    }

    private Position last() {
        return positions.get(positions.size() - 1);
    }

    private void cut() throws IOException {
        out.cut(last().end());
    }

    // a half-written line would damage the middle of the log once the next one follows
    private void undo(IOException failure) {
        try {
            cut();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException e) {
            LOGGER.debug("closing {} after another failure", file, e);
        }
    }
}
