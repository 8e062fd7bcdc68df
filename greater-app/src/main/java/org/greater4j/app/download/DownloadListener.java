package org.greater4j.app.download;

/** Told what a {@link ModelLocator} does, one event at a time, on the thread that called it or on one that works for it; must return quickly. */
@FunctionalInterface
public interface DownloadListener {
    void onEvent(DownloadEvent event);

    /** A listener that ignores everything. */
    static DownloadListener none() {
        return event -> {};
    }
}
