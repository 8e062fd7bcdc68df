package org.greater4j.cli;

import java.time.Duration;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.memory.MemoryCeiling;
import org.greater4j.feedback.remote.RetryPause;
import org.jspecify.annotations.Nullable;

/**
 * One use of the command line.
 *
 * @param terminal where it writes
 * @param narration what is told while it works
 * @param interruption ends its work early
 * @param json whether the answer is one JSON object
 * @param stream what is told to programs while it works; null if nothing is
 */
record Invocation(
        Terminal terminal,
        Narration narration,
        Interruption interruption,
        boolean json,
        @Nullable JsonStream stream) {
    private static final Duration QUIET_PAUSE = Duration.ofSeconds(2);
    private static final int PROBLEM_LENGTH = 120;

    /** Models that tell of their downloads. */
    Models models() {
        return models(MemoryCeiling.NONE);
    }

    /** The same, with a ceiling of memory. */
    Models models(MemoryCeiling ceiling) {
        DownloadNarrator narrator = new DownloadNarrator(narration);
        DownloadListener listener = stream == null
                ? narrator
                : event -> {
                    narrator.onEvent(event);
                    stream.onEvent(event);
                };
        return new Models(terminal.environment(), listener, interruption, ceiling, this::tell);
    }

    // short pauses pass unnoticed; programs that read JSON get results alone
    private void tell(RetryPause pause) {
        if (!json && stream == null && pause.length().compareTo(QUIET_PAUSE) > 0) {
            narration.say("waiting " + pause.length().toSeconds() + " s before attempt " + (pause.retry() + 1) + " of "
                    + (pause.retries() + 1) + ": " + Text.clip(Text.flat(pause.problem()), PROBLEM_LENGTH));
        }
    }
}
