package org.greater4j.app.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Refuses to load a model that has no room, and says what would have. */
public final class MemoryCheck {
    private static final String SWITCH = "GREATER_MEMORY_CHECK";

    private MemoryCheck() {}

    /** Whether the user wants loads to be checked. */
    public static boolean isOn(Map<String, String> environment) {
        return !environment
                .getOrDefault(SWITCH, "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("off");
    }

    /**
     * Throws unless the model fits.
     *
     * @param name of the model, for people
     * @throws GreaterException OUT_OF_MEMORY
     */
    public static void require(
            String name, ModelShape shape, Workload work, boolean bfloat16, AvailableMemory available) {
        // where there is less than usual, the caches are made smaller
        MemoryEstimate needed = MemoryEstimate.least(shape, work, bfloat16);
        if (needed.totalBytes() <= available.bytes()) {
            return;
        }
        throw new GreaterException(
                ErrorCode.OUT_OF_MEMORY,
                "memory: expected at least about " + text(needed.totalBytes()) + " for " + name + " in "
                        + dtype(bfloat16)
                        + (work.examples() == 0 ? "" : " with " + work.examples() + " training examples") + " ("
                        + text(needed.weightBytes()) + " weights, " + text(needed.cacheBytes()) + " keys and values, "
                        + text(needed.tapeBytes() + needed.workBytes()) + " else), found " + text(available.bytes())
                        + " "
                        + available.limitedBy() + "; "
                        + String.join(", or ", ways(shape, work, bfloat16, available)) + " (" + SWITCH
                        + "=off loads it all the same)");
    }

    private static List<String> ways(ModelShape shape, Workload work, boolean bfloat16, AvailableMemory available) {
        List<String> ways = new ArrayList<>();
        long room = available.bytes();
        int examples = fitting(shape, work, bfloat16, room);
        if (examples > 0) {
            ways.add("use --train " + examples);
        }
        if (!bfloat16 && work.packed()) {
            long reduced = MemoryEstimate.least(shape, work, true).totalBytes();
            int fewer = fitting(shape, work, true, room);
            if (reduced <= room) {
                ways.add("use --dtype bfloat16 (about " + text(reduced) + ")");
            } else if (fewer > 0 && examples == 0) {
                ways.add("use --dtype bfloat16 with --train " + fewer);
            }
        }
        ways.add(ways.isEmpty() ? "use a smaller model (`greater models`), or more memory" : "use a smaller model");
        return ways;
    }

    /** The most examples, fewer than now, with which it fits; 0 if there are none. */
    private static int fitting(ModelShape shape, Workload work, boolean bfloat16, long room) {
        for (int examples = work.examples(); examples >= 1; examples--) {
            if (MemoryEstimate.least(shape, work.withExamples(examples), bfloat16)
                            .totalBytes()
                    <= room) {
                return examples;
            }
        }
        return 0;
    }

    private static String dtype(boolean bfloat16) {
        return bfloat16 ? "bfloat16" : "float32";
    }

    private static String text(long bytes) {
        return String.format(Locale.ROOT, bytes < 9_950_000_000L ? "%.1f GB" : "%.0f GB", bytes / 1e9);
    }
}
