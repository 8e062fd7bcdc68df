package org.greater4j.app.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process, and in it one thread, at a time fetch a file.
 *
 * <p>Two locks in a row. The system's file lock keeps processes apart and is freed when one dies, but belongs to a process as a whole: on
 * POSIX systems a second thread that closes its own channel to the lock file would free the first one's lock. So threads are kept apart by
 * a semaphore before any of them opens the file. The empty lock file stays, since to delete it would let two processes hold two locks.
 */
final class DownloadLock {
    private static final long POLL_MILLIS = 100;
    private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Semaphore thread;
    private final FileChannel process;

    private DownloadLock(Semaphore thread, FileChannel process) {
        this.thread = thread;
        this.process = process;
    }

    static DownloadLock acquire(Path lockFile, DownloadListener listener) throws IOException, InterruptedException {
        Semaphore thread = IN_THIS_PROCESS.computeIfAbsent(lockFile, file -> new Semaphore(1));
        boolean told = !thread.tryAcquire();
        if (told) {
            listener.onEvent(new DownloadEvent.WaitingForOther(lockFile));
            thread.acquire();
        }
        @Nullable FileChannel process = null;
        try {
            process = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (process.tryLock() == null) {
                if (!told) {
                    listener.onEvent(new DownloadEvent.WaitingForOther(lockFile));
                    told = true;
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new DownloadLock(thread, process);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (process != null) {
                process.close();
            }
            thread.release();
            throw e;
        }
    }

    void release() throws IOException {
        try {
            process.close();
        } finally {
            thread.release();
        }
    }
}
