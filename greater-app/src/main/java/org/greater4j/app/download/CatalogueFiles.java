package org.greater4j.app.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Gets catalogue files into the cache, and never gives one out whose sha256 was not computed in this call.
 *
 * <p>A file is hashed on every use and not only after its download: the default model's 98 MB take 0.2 s (measured on one server core),
 * the loader then finds them in the page cache, and no record of an earlier check has to be kept or believed. To be thought over again if
 * the catalogue ever holds files of many gigabytes.
 */
final class CatalogueFiles {
    private final ModelSources sources;
    private final DownloadListener listener;

    CatalogueFiles(ModelSources sources, DownloadListener listener) {
        this.sources = sources;
        this.listener = listener;
    }

    /** The checked file of an entry, from the cache if it is there; writes nothing in that case. */
    Path obtain(CatalogueEntry entry, CachePaths paths) throws InterruptedException {
        try {
            if (Files.isRegularFile(paths.file()) && problem(entry, paths.file()) == null) {
                return paths.file();
            }
            Files.createDirectories(paths.folder());
            DownloadLock lock = DownloadLock.acquire(paths.lock(), listener);
            try {
                return obtainLocked(entry, paths);
            } finally {
                lock.release();
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "model cache: expected a folder to read and write, with room for 3 times " + entry.sizeBytes()
                            + " bytes, found " + reason(e) + " in " + paths.folder()
                            + "; make room, or set GREATER_CACHE to another folder",
                    e);
        }
    }

    private Path obtainLocked(CatalogueEntry entry, CachePaths paths) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        if (Files.isRegularFile(paths.file())) {
            @Nullable String problem = problem(entry, paths.file());
            if (problem == null) {
                return paths.file();
            }
            Files.move(paths.file(), paths.damaged(), StandardCopyOption.REPLACE_EXISTING);
            listener.onEvent(new DownloadEvent.DamagedFileSetAside(paths.file(), paths.damaged(), problem));
            problems.add("the file in the cache: " + problem + "; renamed to " + paths.damaged());
        }
        for (ModelSource source : sources.of(entry)) {
            String name = source.description();
            listener.onEvent(new DownloadEvent.SourceStarted(name, entry.fileName()));
            try {
                source.fetch(entry, paths, new ReportedProgress(name, listener));
                accept(entry, paths);
                listener.onEvent(new DownloadEvent.Finished(name, paths.file(), entry.sizeBytes()));
                return paths.file();
            } catch (SourceFailure failure) {
                listener.onEvent(new DownloadEvent.SourceFailed(name, failure.reason()));
                problems.add(name + ": " + failure.reason());
            }
        }
        throw failed(entry, paths, problems);
    }

    private void accept(CatalogueEntry entry, CachePaths paths) throws IOException, SourceFailure {
        @Nullable String problem = problem(entry, paths.partial().file());
        if (problem != null) {
            paths.partial().discard();
            throw new SourceFailure("has a different file: " + problem);
        }
        try (FileChannel part = FileChannel.open(paths.partial().file(), StandardOpenOption.WRITE)) {
            part.force(true);
        }
        Files.move(
                paths.partial().file(),
                paths.file(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(paths.partial().record());
    }

    /** What is wrong with a file, or null if it is the entry's. */
    @Nullable
    String problem(CatalogueEntry entry, Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes != entry.sizeBytes()) {
            return "expected " + entry.sizeBytes() + " bytes, found " + bytes;
        }
        listener.onEvent(new DownloadEvent.Checking(file, bytes));
        String sha256 = Checksum.sha256(file);
        return sha256.equals(entry.sha256()) ? null : "expected sha256 " + entry.sha256() + ", found " + sha256;
    }

    private static GreaterException failed(CatalogueEntry entry, CachePaths paths, List<String> problems) {
        return new GreaterException(
                ErrorCode.DOWNLOAD_FAILED,
                "download of model " + entry.name() + ": expected " + entry.fileName()
                        + " from one of its sources, found"
                        + "\n  - " + String.join("\n  - ", problems)
                        + "\nto place it by hand, put the file with sha256 " + entry.sha256() + " at\n  " + paths.file()
                        + "\nor pass --model /path/to/" + entry.fileName());
    }

    static InterruptedException interrupted(IOException cause) {
        // The exception takes the place of the flag, as for every method that throws it.
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    static String reason(IOException e) {
        return FileProblem.of(e);
    }
}
