package org.greater4j.cli;

import org.greater4j.app.memory.MemoryCeiling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much memory the process takes at most, for commands that choose no model of their own. */
final class MemoryOption {
    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ModelOptions.CeilingReader.class,
            description = DESCRIPTION)
    @Nullable
    MemoryCeiling memory;

    static final String DESCRIPTION =
            "Most memory that the process takes, such as 4GiB; caches and batches adapt (default: what the machine has).";

    /** As it can be typed again, behind a space; nothing without it. */
    String words() {
        return memory == null ? "" : " --memory " + memory.bytes() / 1_000_000 + "MB";
    }

    MemoryCeiling ceiling() {
        return memory == null ? MemoryCeiling.NONE : memory;
    }
}
