package org.greater4j.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a run directory, or to another folder of records, held by one process; the operating system takes it back when the
 * process dies.
 *
 * <p>The file stays when the lock of a started run is released: deleting it would let two later processes lock two different files of that
 * name. Before a run is started it may go, and whoever locked it meanwhile notices.
 */
public final class RunLock implements AutoCloseable {
    // POSIX gives up a process's locks on a file when the process closes any of its handles to it: whoever is refused
    // within this
    // process must never have opened the file
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final RandomAccessFile file;

    private RunLock(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Takes the lock at once or not at all.
     *
     * @throws GreaterException ({@code RUN_IN_USE}) naming the process that holds it, ({@code NOT_WRITABLE}) if there can be no lock
     */
    public static RunLock take(Path directory) {
        return take(new RunFiles(directory));
    }

    static RunLock take(RunFiles files) {
        Path path = realPath(files);
        String self = Long.toString(ProcessHandle.current().pid());
        if (!HELD_HERE.add(path)) {
            throw inUse(files, self);
        }
        @Nullable RunLock taken = null;
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            if (file.getChannel().tryLock() == null) {
                String holder = holder(file);
                file.close();
                throw inUse(files, holder);
            }
            if (!Files.exists(path)) {
                // its last owner never started a run and removed the file in between
                file.close();
                throw inUse(files, "(just ended)");
            }
            file.setLength(0);
            file.write(self.getBytes(StandardCharsets.US_ASCII));
            taken = new RunLock(path, file);
            return taken;
        } catch (IOException e) {
            throw AtomicFile.notWritable(files.lockFile(), e);
        } finally {
            if (taken == null) {
                HELD_HERE.remove(path);
            }
        }
    }

    /**
     * Whether a process holds the lock now. The lock is tried only where the process that wrote it lives, so that nobody who begins to
     * write meanwhile is kept out by this look.
     */
    static boolean isHeld(RunFiles files) {
        Path path;
        try {
            path = files.directory().toRealPath().resolve(files.lockFile().getFileName());
        } catch (IOException e) {
            return false;
        }
        if (HELD_HERE.contains(path)) {
            return true;
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            String holder = file.readLine();
            if (holder == null || !holder.matches("[0-9]{1,18}") || !isAlive(Long.parseLong(holder))) {
                return false;
            }
            // a process of that number lives; it may be another one than that which wrote it
            try (FileLock free = file.getChannel().tryLock(0, Long.MAX_VALUE, true)) {
                return free == null;
            }
        } catch (OverlappingFileLockException e) {
            return true; // this very process took it since
        } catch (IOException e) {
            return true; // where locks are mandatory a held one can't be read
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void close() {
        try {
            file.close(); // which releases the lock
        } catch (IOException e) {
            throw new UncheckedIOException("releasing the lock of a run", e);
        } finally {
            HELD_HERE.remove(path);
        }
    }

    private static GreaterException inUse(RunFiles files, String process) {
        return new GreaterException(
                ErrorCode.RUN_IN_USE,
                "run: expected no other writer, found that process " + process + " is writing to " + files.directory()
                        + "; wait for it to end, or choose another --out");
    }

    private static Path realPath(RunFiles files) {
        try {
            return files.directory().toRealPath().resolve(files.lockFile().getFileName());
        } catch (IOException e) {
            throw AtomicFile.notWritable(files.lockFile(), e);
        }
    }

    // where locks are mandatory the file can't be read either
    private static String holder(RandomAccessFile file) {
        try {
            String pid = file.readLine();
            return pid == null ? "(unknown)" : pid;
        } catch (IOException e) {
            return "(unknown)";
        }
    }
}
