package org.greater4j.tasks.generated;

import java.util.Map;

/** What 50 examples of seed 42 hash to, by generator and difficulty. */
final class PinnedDigests {
    static final Map<String, String> ALL = Map.ofEntries(Map.entry("none yet", ""));

    private PinnedDigests() {}
}
