package org.greater4j.app.download;

import java.util.concurrent.TimeUnit;

/** Turns byte counts into a few events a second. */
final class TransferProgress {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final String source;
    private final DownloadListener listener;
    private long initialBytes;
    private long totalBytes = -1;
    private long startNanos;
    private long lastEventNanos;

    TransferProgress(String source, DownloadListener listener) {
        this.source = source;
        this.listener = listener;
    }

    /** A transfer starts with this many bytes already there; {@code totalBytes} is -1 if unknown. */
    void begin(long initialBytes, long totalBytes) {
        this.initialBytes = initialBytes;
        this.totalBytes = totalBytes;
        startNanos = System.nanoTime();
        lastEventNanos = startNanos - INTERVAL_NANOS;
        advanceTo(initialBytes);
    }

    void advanceTo(long bytes) {
        if (System.nanoTime() - lastEventNanos >= INTERVAL_NANOS) {
            report(bytes);
        }
    }

    /** Reports the last count, however short ago the one before was. */
    void end(long bytes) {
        report(bytes);
    }

    void resuming(long bytes, String reason) {
        listener.onEvent(new DownloadEvent.Resuming(source, bytes, reason));
    }

    private void report(long bytes) {
        lastEventNanos = System.nanoTime();
        double seconds = Math.max(1, lastEventNanos - startNanos) / 1e9;
        listener.onEvent(new DownloadEvent.Progress(source, bytes, totalBytes, (bytes - initialBytes) / seconds));
    }
}
