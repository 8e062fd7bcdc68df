package org.greater4j.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a run directory, held by one process; the operating system takes it back when the process dies.
 *
 * <p>The file stays when the lock is released: deleting it would let two later processes lock two different files of that name.
 */
final class RunLock implements AutoCloseable {
    private final RandomAccessFile file;

    private RunLock(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Takes the lock at once or not at all.
     *
     * @throws GreaterException ({@code RUN_IN_USE}) naming the process that holds it, ({@code NOT_WRITABLE}) if the file can't be made
     */
    static RunLock take(Path path) {
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw AtomicFile.notWritable(path, e);
        }
        try {
            if (isLocked(file)) {
                file.setLength(0);
                file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
                return new RunLock(file);
            }
            String holder = holder(file);
            file.close();
            throw new GreaterException(
                    ErrorCode.RUN_IN_USE,
                    "run: expected no other writer, found that process " + holder + " is writing to "
                            + path.toAbsolutePath().getParent() + "; wait for it to end, or choose another --out");
        } catch (IOException e) {
            try {
                file.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw AtomicFile.notWritable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close(); // which releases the lock
        } catch (IOException e) {
            throw new IllegalStateException("releasing the lock of a run", e);
        }
    }

    private static boolean isLocked(RandomAccessFile file) throws IOException {
        try {
            @Nullable FileLock lock = file.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
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
