package org.greater4j.cli;

import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.memory.MemoryCeiling;

/**
 * One use of the command line.
 *
 * @param terminal where it writes
 * @param narration what is told while it works
 * @param interruption ends its work early
 * @param json whether the answer is one JSON object
 */
record Invocation(Terminal terminal, Narration narration, Interruption interruption, boolean json) {
    /** Models that tell of their downloads. */
    Models models() {
        return models(MemoryCeiling.NONE);
    }

    /** The same, with a ceiling of memory. */
    Models models(MemoryCeiling ceiling) {
        return new Models(terminal.environment(), new DownloadNarrator(narration), interruption, ceiling);
    }
}
