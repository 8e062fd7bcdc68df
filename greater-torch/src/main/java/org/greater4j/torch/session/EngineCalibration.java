package org.greater4j.torch.session;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.DraftCosts;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;

/**
 * A short measurement that finds how much a decoder should compute at once on this machine.
 *
 * <p>It times a few passes of the kinds that a search is made of: a text read in chunks, rows that take one token each, rows that take drafts.
 * Results are rounded coarsely, so that two measurements on one machine mostly agree, and a search that is begun twice computes the
 * same. It takes about two seconds with the default model; what would take longer keeps its default.
 */
public final class EngineCalibration {
    private static final int CONTEXT = 96;
    private static final int[] CHUNKS = {256};
    private static final int[] DRAFT_ROWS = {8, 16, 24, 32};
    private static final int ROUNDS = 2;

    /** No further measurement begins after this. */
    private static final double MOST_SECONDS = 3;

    /** How much faster another chunk must be than the default one to be believed. */
    private static final double CLEARLY_FASTER = 0.92;

    /** Rows at which a pass is about as efficient as it becomes, and the texts that they should have room for. */
    private static final int EFFICIENT_ROWS = 64;

    private static final int USUAL_COLUMNS = 320;
    /** Bytes of keys and values that a decoder takes however little memory there is. */
    public static final long LEAST_CACHE_BYTES = 64L << 20;

    /** The same for tapes. */
    public static final long LEAST_TAPE_BYTES = LEAST_CACHE_BYTES / 4;

    /** Rows at which the cost of a pass is split into parts, and the tokens that each gets more. */
    private static final int FITTED_ROWS = 16;

    private static final int MORE = 7;

    /** Drafts of different lengths cut attention's rectangles: where that costs more than this, beside the sum of the parts, there are none. */
    private static final double MOST_LOSS = 1.2;

    private final Decoder decoder;
    private final Projection projection;
    private final Random random = new Random(1);
    private final long began = System.nanoTime();

    private EngineCalibration(Decoder decoder) {
        this.decoder = decoder;
        this.projection = new Projection(decoder);
    }

    /** Measures chunks and drafts; what is said of memory is the default's. */
    public static EngineTuning measure(Decoder decoder) {
        EngineTuning usual = EngineTuning.DEFAULT;
        if (decoder.config().contextLength() < CONTEXT * 2) {
            return usual;
        }
        EngineCalibration calibration = new EngineCalibration(decoder);
        DraftCosts costs = calibration.draftCosts();
        return new EngineTuning(usual.cacheBytes(), usual.tapeBytes(), calibration.chunkTokens(), costs);
    }

    /**
     * The memory that a decoder should take for keys and values and for tapes: room for as many rows as a pass needs to be efficient, if there
     * is that much. What little memory decides is rounded down coarsely, so that two starts mostly agree.
     *
     * @param availableBytes what the process may still take, the weights being loaded
     */
    public static EngineTuning withinMemory(EngineTuning tuning, Decoder decoder, long availableBytes) {
        EngineTuning usual = EngineTuning.DEFAULT;
        long wanted = usualCacheBytes(decoder.cacheBytesPerColumn());
        return tuning.withMemory(
                Math.max(LEAST_CACHE_BYTES, Math.min(wanted, multiple(availableBytes / 2, LEAST_CACHE_BYTES))),
                Math.max(
                        LEAST_TAPE_BYTES, Math.min(usual.tapeBytes(), multiple(availableBytes / 8, LEAST_TAPE_BYTES))));
    }

    /**
     * The sizes that work which began with some goes on with: the same wherever they fit, since others round otherwise, and smaller ones only
     * where they don't.
     *
     * @param availableBytes as for {@link #withinMemory}
     */
    public static EngineTuning keptWithinMemory(EngineTuning before, Decoder decoder, long availableBytes) {
        if (before.cacheBytes() <= availableBytes - before.tapeBytes()) {
            return before;
        }
        EngineTuning most = withinMemory(before, decoder, availableBytes);
        return before.withMemory(
                Math.min(before.cacheBytes(), most.cacheBytes()), Math.min(before.tapeBytes(), most.tapeBytes()));
    }

    private static long multiple(long bytes, long of) {
        return bytes / of * of;
    }

    /**
     * Bytes of keys and values that a decoder takes where there is enough memory.
     *
     * @param bytesPerColumn of one token in all layers
     */
    public static long usualCacheBytes(long bytesPerColumn) {
        return Math.max(EngineTuning.DEFAULT.cacheBytes(), EFFICIENT_ROWS * (long) USUAL_COLUMNS * bytesPerColumn);
    }

    private DraftCosts draftCosts() {
        DraftCosts usual = DraftCosts.DEFAULT;
        seconds(1, row -> 1, 1); // kernels are built at their first use
        double one = seconds(1, row -> 1, ROUNDS);
        if (late()) {
            return usual;
        }
        double several = seconds(FITTED_ROWS, any -> 1, ROUNDS);
        double token = (seconds(FITTED_ROWS, any -> 1 + MORE, ROUNDS) - several) / (FITTED_ROWS * MORE);
        double row = Math.max(0, (several - one) / (FITTED_ROWS - 1) - token);
        double pass = one - row - token;
        if (!(token > 0) || late()) {
            return usual;
        }
        int mostRows = 1;
        for (int rows : DRAFT_ROWS) {
            if (late()) {
                break;
            }
            double fitted = pass + rows * row + token * tokens(rows);
            double measured = seconds(rows, EngineCalibration::draftedTokens, ROUNDS);
            if (measured > MOST_LOSS * fitted) {
                break;
            }
            mostRows = rows;
        }
        return new DraftCosts(powerOfTwo(pass / token, 1, 64), powerOfTwo(row / token, 0.25, 8), mostRows);
    }

    // a token that is known and a draft of 0 to 6
    private static int draftedTokens(int row) {
        return 1 + row % 7;
    }

    private static int tokens(int rows) {
        return IntStream.range(0, rows).map(EngineCalibration::draftedTokens).sum();
    }

    private int chunkTokens() {
        int best = RowBatch.CHUNK_TOKENS;
        if (late()) {
            return best;
        }
        readSeconds(best);
        double usual = readSeconds(best);
        double least = usual * CLEARLY_FASTER;
        for (int chunk : CHUNKS) {
            double seconds = late() ? usual : readSeconds(chunk);
            if (seconds < least) {
                least = seconds;
                best = chunk;
            }
        }
        return best;
    }

    private boolean late() {
        return (System.nanoTime() - began) / 1e9 > MOST_SECONDS;
    }

    private interface Lengths {
        int of(int row);
    }

    // the best of some passes in which every row takes so many tokens and tells the likeliest behind each
    private double seconds(int rows, Lengths lengths, int rounds) {
        try (RowBatch text = RowBatch.empty(decoder, 1, CONTEXT)) {
            TensorScope.run(() -> text.extend(ids(1, any -> CONTEXT)));
            // one text serves all rows: what a token is makes no difference
            try (RowBatch batch = text.select(new int[rows], CONTEXT + 1 + MORE)) {
                return seconds(batch, lengths, rounds);
            }
        }
    }

    private double seconds(RowBatch batch, Lengths lengths, int rounds) {
        double best = Double.POSITIVE_INFINITY;
        int rows = batch.rows();
        for (int round = 0; round < rounds; round++) {
            int[][] next = ids(rows, lengths);
            long start = System.nanoTime();
            TensorScope.run(() -> {
                Tensor hidden = batch.extend(next);
                projection.likeliest(hidden);
            });
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            for (int row = 0; row < rows; row++) {
                batch.truncate(row, CONTEXT);
            }
        }
        return best;
    }

    private double readSeconds(int chunk) {
        int rows = RowBatch.CHUNK_TOKENS / CONTEXT + 1;
        try (RowBatch batch = RowBatch.empty(decoder, rows, CONTEXT, chunk)) {
            int[][] texts = ids(rows, row -> CONTEXT);
            long start = System.nanoTime();
            TensorScope.run(() -> batch.extend(texts));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private int[][] ids(int rows, Lengths lengths) {
        int[][] ids = new int[rows][];
        Arrays.setAll(
                ids,
                row -> random.ints(lengths.of(row), 0, decoder.config().vocabulary())
                        .toArray());
        return ids;
    }

    private static double powerOfTwo(double value, double least, double most) {
        double clamped = Math.min(most, Math.max(least, value));
        return Math.pow(2, Math.rint(Math.log(clamped) / Math.log(2)));
    }
}
