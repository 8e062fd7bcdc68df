package org.greater4j.app.download;

import java.util.concurrent.TimeUnit;

/** The progress of one file, as a few events a second. */
final class ReportedProgress implements TransferProgress {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final String source;
    private final DownloadListener listener;
    private long initialBytes;
    private long totalBytes = -1;
    private long startNanos;
    private long lastEventNanos;

    ReportedProgress(String source, DownloadListener listener) {
        this.source = source;
        this.listener = listener;
    }

    @Override
    public void begin(long initialBytes, long totalBytes) {
        this.initialBytes = initialBytes;
        this.totalBytes = totalBytes;
        startNanos = System.nanoTime();
        lastEventNanos = startNanos - INTERVAL_NANOS;
        advanceTo(initialBytes);
    }

    @Override
    public void advanceTo(long bytes) {
        if (System.nanoTime() - lastEventNanos >= INTERVAL_NANOS) {
            report(bytes);
        }
    }

    @Override
    public void end(long bytes) {
        report(bytes);
    }

    @Override
    public void resuming(long bytes, String reason) {
        listener.onEvent(new DownloadEvent.Resuming(source, bytes, reason));
    }

    private void report(long bytes) {
        lastEventNanos = System.nanoTime();
        double seconds = Math.max(1, lastEventNanos - startNanos) / 1e9;
        listener.onEvent(new DownloadEvent.Progress(source, bytes, totalBytes, (bytes - initialBytes) / seconds));
    }
}
