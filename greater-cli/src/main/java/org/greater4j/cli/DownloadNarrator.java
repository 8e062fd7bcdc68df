package org.greater4j.cli;

import java.util.Locale;
import org.greater4j.app.download.DownloadEvent;
import org.greater4j.app.download.DownloadListener;

/** Tells of downloads: a bar on a terminal, a line for every quarter elsewhere. */
final class DownloadNarrator implements DownloadListener {
    private static final int BAR = 24;
    private static final long NOTABLE_BYTES = 500_000_000;

    private final Narration narration;
    private long quarters;

    DownloadNarrator(Narration narration) {
        this.narration = narration;
    }

    @Override
    public void onEvent(DownloadEvent event) {
        if (event instanceof DownloadEvent.Progress progress) {
            progress(progress);
        } else if (event instanceof DownloadEvent.Checking checking) {
            narration.status("checking " + checking.file().getFileName());
            if (!narration.live() && checking.bytes() >= NOTABLE_BYTES) {
                narration.say("checking the sha256 of " + checking.file());
            }
        } else {
            quarters = 0;
            narration.clear();
            narration.say(line(event));
        }
    }

    private static String line(DownloadEvent event) {
        if (event instanceof DownloadEvent.SourceStarted started) {
            return "download  " + started.fileName() + " from " + started.source();
        }
        if (event instanceof DownloadEvent.SourceFailed failed) {
            return "download  " + failed.source() + ": " + failed.reason();
        }
        if (event instanceof DownloadEvent.Resuming resuming) {
            return "download  " + resuming.reason() + "; going on at " + Text.bytes(resuming.bytes());
        }
        if (event instanceof DownloadEvent.Finished finished) {
            return "download  " + Text.bytes(finished.bytes()) + " in " + finished.file();
        }
        if (event instanceof DownloadEvent.RepositoryStarted started) {
            return "download  " + started.files() + (started.files() == 1 ? " file, " : " files, ")
                    + Text.bytes(started.bytes()) + " from " + started.source()
                    + (started.bytesHere() == 0 ? "" : ", going on at " + Text.bytes(started.bytesHere()));
        }
        if (event instanceof DownloadEvent.ServerAsksToWait wait) {
            return "download  " + wait.source() + " asks to wait "
                    + Text.clock((double) wait.duration().toSeconds());
        }
        if (event instanceof DownloadEvent.UsingWhatIsHere here) {
            return "download  " + here.source() + ": " + here.reason() + "; using what is on disk, " + here.path();
        }
        if (event instanceof DownloadEvent.WaitingForOther waiting) {
            return "download  waiting for another process to fetch the same file (" + waiting.lock() + ")";
        }
        if (event instanceof DownloadEvent.DamagedFileSetAside damaged) {
            return "download  " + damaged.file() + " is damaged (" + damaged.reason() + "); renamed to "
                    + damaged.movedTo() + ", fetching it again";
        }
        throw new IllegalStateException("no words for " + event);
    }

    private void progress(DownloadEvent.Progress progress) {
        if (progress.totalBytes() <= 0) {
            narration.status("download  " + Text.bytes(progress.bytes()));
            return;
        }
        double share = (double) progress.bytes() / progress.totalBytes();
        if (narration.live()) {
            int full = (int) Math.round(share * BAR);
            double left = (progress.totalBytes() - progress.bytes()) / Math.max(1, progress.bytesPerSecond());
            narration.status(String.format(
                    Locale.ROOT,
                    "download  %s%s %3.0f %%  %s of %s  %s/s  %s left",
                    "█".repeat(full),
                    "░".repeat(BAR - full),
                    100 * share,
                    Text.bytes(progress.bytes()),
                    Text.bytes(progress.totalBytes()),
                    Text.bytes(Math.round(progress.bytesPerSecond())),
                    Text.clock(left)));
        } else if ((long) (4 * share) > quarters) {
            quarters = (long) (4 * share);
            narration.say(String.format(
                    Locale.ROOT,
                    "download  %3.0f %% of %s, %s/s",
                    100 * share,
                    Text.bytes(progress.totalBytes()),
                    Text.bytes(Math.round(progress.bytesPerSecond()))));
        }
    }
}
