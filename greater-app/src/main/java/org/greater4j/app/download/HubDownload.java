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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** Brings the files of one revision into the cache, a few at once; each gets its name there when its hash is right. */
final class HubDownload {
    /** More hardly help: one large file fills most lines, and small ones are over soon. */
    private static final int FILES_AT_ONCE = 4;

    private final HubName name;
    private final HubClient client;
    private final HubCache cache;
    private final HubListing listing;
    private final DownloadListener listener;

    HubDownload(HubName name, HubClient client, HubCache cache, HubListing listing, DownloadListener listener) {
        this.name = name;
        this.client = client;
        this.cache = cache;
        this.listing = listing;
        Object oneAtATime = new Object();
        this.listener = event -> {
            synchronized (oneAtATime) {
                listener.onEvent(event);
            }
        };
    }

    /**
     * Fetches what is missing.
     *
     * @param check whether contents that are here are held against their hashes
     */
    void run(boolean check) throws IOException, InterruptedException {
        List<HubListing.Entry> files = HubSelection.first(name, listing);
        fetch(files, check);
        if (files.stream().anyMatch(file -> file.path().equals(HubSelection.INDEX))) {
            Path index = cache.snapshot(listing.commit()).resolve(HubSelection.INDEX);
            fetch(HubSelection.shards(name, listing, index), check);
        }
        // last, so that who looks for the branch finds either the old model or the whole new one
        cache.refer(name.revision(), listing.commit());
    }

    private void fetch(List<HubListing.Entry> selected, boolean check) throws IOException, InterruptedException {
        Files.createDirectories(cache.folder().resolve("blobs"));
        List<HubListing.Entry> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (HubListing.Entry file : selected) {
            try {
                files.add(file.isComplete() ? file : client.describe(file, listing.commit()));
            } catch (SourceFailure failure) {
                problems.add(failure.reason());
            }
        }
        refuse(problems);
        List<HubListing.Entry> missing = new ArrayList<>();
        for (HubListing.Entry file : files) {
            if (isHere(file, check)) {
                cache.link(listing.commit(), file.path(), hash(file));
            } else {
                missing.add(file);
            }
        }
        if (!missing.isEmpty()) {
            fetchAtOnce(missing);
        }
    }

    private void fetchAtOnce(List<HubListing.Entry> missing) throws IOException, InterruptedException {
        long bytes = 0;
        long here = 0;
        for (HubListing.Entry file : missing) {
            bytes += file.sizeBytes();
            here += Math.min(file.sizeBytes(), cache.partial(hash(file)).size());
        }
        requireRoom(bytes - here);
        listener.onEvent(new DownloadEvent.RepositoryStarted(client.description(), missing.size(), bytes, here));
        GroupProgress progress = new GroupProgress(new ReportedProgress(client.description(), listener), here, bytes);
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(FILES_AT_ONCE, missing.size()));
        try {
            List<Future<@Nullable String>> outcomes = new ArrayList<>();
            for (HubListing.Entry file : missing) {
                outcomes.add(threads.submit(() -> fetch(file, progress)));
            }
            List<String> problems = new ArrayList<>();
            for (Future<@Nullable String> outcome : outcomes) {
                @Nullable String problem = get(outcome);
                if (problem != null) {
                    problems.add(problem);
                }
            }
            refuse(problems);
            progress.end();
            listener.onEvent(new DownloadEvent.Finished(client.description(), cache.snapshot(listing.commit()), bytes));
        } finally {
            threads.shutdownNow();
            // after this call nobody writes to the cache any more
            boolean interrupted = Thread.interrupted();
            threads.awaitTermination(1, TimeUnit.MINUTES);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Null if the file is in the cache, else why not. */
    private @Nullable String fetch(HubListing.Entry file, GroupProgress group)
            throws IOException, InterruptedException {
        String hash = hash(file);
        PartialFile partial = cache.partial(hash);
        TransferProgress progress = group.part(Math.min(file.sizeBytes(), partial.size()));
        Path lockFile = cache.lock(hash);
        Files.createDirectories(lockFile.getParent());
        DownloadLock lock = DownloadLock.acquire(lockFile, listener);
        try {
            if (!isHere(file, false)) {
                transfer(file, partial, progress);
            }
            progress.end(file.sizeBytes());
            cache.link(listing.commit(), file.path(), hash);
            return null;
        } catch (SourceFailure failure) {
            return file.path() + ": " + failure.reason();
        } finally {
            lock.release();
        }
    }

    private void transfer(HubListing.Entry file, PartialFile partial, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        String hash = hash(file);
        boolean continued = partial.size() > 0;
        ResumableTransfer transfer = client.transfer(file, listing.commit(), partial);
        transfer.run(progress);
        String found = Checksum.hub(partial.file(), hash);
        if (!found.equals(hash) && continued) {
            // a computer that lost its power may have left a part of the right length and wrong content
            partial.discard();
            progress.resuming(0, file.path() + " has the wrong hash");
            transfer.run(progress);
            found = Checksum.hub(partial.file(), hash);
        }
        if (!found.equals(hash)) {
            partial.discard();
            throw new SourceFailure("expected the hash " + hash + " by the hub's own list, found " + found);
        }
        try (FileChannel content = FileChannel.open(partial.file(), StandardOpenOption.WRITE)) {
            content.force(true);
        }
        Files.move(
                partial.file(), cache.blob(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        partial.discard();
    }

    /** Whether a content is in the cache; one that is not what it should be is set aside. */
    private boolean isHere(HubListing.Entry file, boolean check) throws IOException {
        String hash = hash(file);
        Path blob = cache.blob(hash);
        if (!Files.isRegularFile(blob)) {
            return false;
        }
        @Nullable String problem = null;
        if (Files.size(blob) != file.sizeBytes()) {
            problem = "expected " + file.sizeBytes() + " bytes, found " + Files.size(blob);
        } else if (check) {
            listener.onEvent(new DownloadEvent.Checking(blob, file.sizeBytes()));
            String found = Checksum.hub(blob, hash);
            problem = found.equals(hash) ? null : "expected the hash " + hash + ", found " + found;
        }
        if (problem != null) {
            Files.move(blob, cache.damaged(hash), StandardCopyOption.REPLACE_EXISTING);
            listener.onEvent(new DownloadEvent.DamagedFileSetAside(blob, cache.damaged(hash), problem));
        }
        return problem == null;
    }

    private void requireRoom(long bytes) throws IOException {
        long room = Files.getFileStore(cache.folder()).getUsableSpace();
        if (room < bytes) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "hub model " + name + ": expected room for " + bytes + " bytes, found " + room + " on the disk of "
                            + cache.folder() + "; make room, or set HF_HUB_CACHE to a folder on another disk");
        }
    }

    private void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.DOWNLOAD_FAILED,
                    "download of hub model " + name + " from " + client.description(),
                    problems);
        }
    }

    private static String hash(HubListing.Entry file) {
        return Objects.requireNonNull(file.hash());
    }

    private static @Nullable String get(Future<@Nullable String> outcome) throws IOException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
                throw new InterruptedException("interrupted");
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(cause);
        }
    }
}
