package org.greater4j.app.download;

/** The progress of several files at once, told as one. Its parts may be used by different threads. */
final class GroupProgress {
    private final TransferProgress whole;
    private long bytes;

    /**
     * Begins.
     *
     * @param initialBytes that are there of all files
     * @param totalBytes of all files
     */
    GroupProgress(TransferProgress whole, long initialBytes, long totalBytes) {
        this.whole = whole;
        this.bytes = initialBytes;
        whole.begin(initialBytes, totalBytes);
    }

    /** The progress of one of the files, of which so many bytes are among the initial ones. */
    TransferProgress part(long countedBytes) {
        return new Part(countedBytes);
    }

    /** Tells the last count. */
    synchronized void end() {
        whole.end(bytes);
    }

    private synchronized void add(long more) {
        bytes += more;
        whole.advanceTo(bytes);
    }

    private synchronized void resumingAt(String reason) {
        whole.resuming(bytes, reason);
    }

    private final class Part implements TransferProgress {
        private long counted;

        Part(long counted) {
            this.counted = counted;
        }

        @Override
        public void begin(long initial, long total) {
            advanceTo(initial);
        }

        @Override
        public void advanceTo(long now) {
            // a transfer that starts again takes back what it had
            add(now - counted);
            counted = now;
        }

        @Override
        public void end(long now) {
            advanceTo(now);
        }

        @Override
        public void resuming(long now, String reason) {
            resumingAt(reason);
        }
    }
}
