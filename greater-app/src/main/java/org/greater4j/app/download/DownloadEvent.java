package org.greater4j.app.download;

import java.nio.file.Path;
import java.time.Duration;

/** Something that happened on the way to a model file. No event holds a token or a password. */
public sealed interface DownloadEvent {

    /** The sha256 of a file of that many bytes is being computed. */
    record Checking(Path file, long bytes) implements DownloadEvent {}

    /** The cached file is not what it should be: it was renamed, and is fetched again. */
    record DamagedFileSetAside(Path file, Path movedTo, String reason) implements DownloadEvent {}

    /** Another process or thread is fetching the same file; waiting until it has done. */
    record WaitingForOther(Path lock) implements DownloadEvent {}

    /** A source is asked for the file. */
    record SourceStarted(String source, String fileName) implements DownloadEvent {}

    /**
     * Bytes have come, at most a few times a second.
     *
     * @param bytes so far, with what an earlier attempt had left
     * @param totalBytes in the end, or -1 if unknown
     * @param bytesPerSecond mean over this attempt
     */
    record Progress(String source, long bytes, long totalBytes, double bytesPerSecond) implements DownloadEvent {}

    /** A transfer broke off and goes on where it stopped. */
    record Resuming(String source, long bytes, String reason) implements DownloadEvent {}

    /** A source could not give the file; the next one is asked. */
    record SourceFailed(String source, String reason) implements DownloadEvent {}

    /** Files of a repository on the hub are fetched, {@code bytes} in all, of which {@code bytesHere} have come earlier. */
    record RepositoryStarted(String source, int files, long bytes, long bytesHere) implements DownloadEvent {}

    /** A server wants to be left alone for that time, and is asked again afterwards. */
    record ServerAsksToWait(String source, Duration duration) implements DownloadEvent {}

    /** A source could not be asked whether there is something newer; what is on disk is used. */
    record UsingWhatIsHere(String source, String reason, Path path) implements DownloadEvent {}

    /** The file is in the cache, with the right hash. */
    record Finished(String source, Path file, long bytes) implements DownloadEvent {}
}
