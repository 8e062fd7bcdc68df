package org.greater4j.torch.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.greater4j.torch.generate.DraftCosts;
import org.greater4j.torch.generate.RowBatch;

/**
 * How much is computed at once; what is computed does not depend on it, beyond the rounding of float32.
 *
 * <p>{@link EngineCalibration} finds the sizes that suit a model on a machine. A run records them, because a search that is resumed with
 * others could decide a near tie otherwise than the unbroken one.
 *
 * @param cacheBytes bytes of keys and values: the questions' and those of one batch of rows together. A quarter of it is the batch's at
 *     least, and a single row may take more
 * @param tapeBytes bytes that one tape may take, as {@link org.greater4j.torch.decoder.Decoder#tapeBytesPerToken} estimates them; a single
 *     example may take more
 * @param chunkTokens tokens that go through the decoder at once
 * @param draftCosts what a draft costs beside the pass that it rides on
 */
public record EngineTuning(long cacheBytes, long tapeBytes, int chunkTokens, DraftCosts draftCosts) {
    /** Sizes of an ordinary machine, where nothing was measured. */
    public static final EngineTuning DEFAULT =
            new EngineTuning(640L << 20, 192L << 20, RowBatch.CHUNK_TOKENS, DraftCosts.DEFAULT);

    private static final String CACHE_BYTES = "cacheBytes";
    private static final String TAPE_BYTES = "tapeBytes";
    private static final String CHUNK_TOKENS = "chunkTokens";
    private static final String PASS_TOKENS = "draftPassTokens";
    private static final String ROW_TOKENS = "draftRowTokens";
    private static final String MOST_ROWS = "draftMostRows";

    /** The same but for memory. */
    public EngineTuning withMemory(long newCacheBytes, long newTapeBytes) {
        return new EngineTuning(newCacheBytes, newTapeBytes, chunkTokens, draftCosts);
    }

    /** How many rows of so many columns fit, at least one and at most {@code wanted}, beside {@code taken} bytes. */
    int cacheRows(long bytesPerColumn, long columns, int wanted, long taken) {
        long room = Math.max(cacheBytes / 4, cacheBytes - taken);
        return (int) Math.max(1, Math.min(wanted, room / Math.multiplyExact(bytesPerColumn, columns)));
    }

    /** How many tokens fit a tape. */
    long tapeTokens(long bytesPerToken) {
        return tapeBytes / bytesPerToken;
    }

    /** As entries of {@link org.greater4j.engine.ModelInfo#settings}. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(CACHE_BYTES, Long.toString(cacheBytes));
        settings.put(TAPE_BYTES, Long.toString(tapeBytes));
        settings.put(CHUNK_TOKENS, Integer.toString(chunkTokens));
        settings.put(PASS_TOKENS, Double.toString(draftCosts.passTokens()));
        settings.put(ROW_TOKENS, Double.toString(draftCosts.rowTokens()));
        settings.put(MOST_ROWS, Integer.toString(draftCosts.mostRows()));
        return settings;
    }

    /** What {@link #settings} wrote; empty if an entry is missing or makes no sense. */
    public static Optional<EngineTuning> of(Map<String, String> settings) {
        try {
            EngineTuning found = new EngineTuning(
                    Long.parseLong(settings.getOrDefault(CACHE_BYTES, "")),
                    Long.parseLong(settings.getOrDefault(TAPE_BYTES, "")),
                    Integer.parseInt(settings.getOrDefault(CHUNK_TOKENS, "")),
                    new DraftCosts(
                            Double.parseDouble(settings.getOrDefault(PASS_TOKENS, "")),
                            Double.parseDouble(settings.getOrDefault(ROW_TOKENS, "")),
                            Integer.parseInt(settings.getOrDefault(MOST_ROWS, ""))));
            boolean sensible = found.cacheBytes > 0 && found.tapeBytes > 0 && found.chunkTokens > 0;
            return sensible ? Optional.of(found) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
