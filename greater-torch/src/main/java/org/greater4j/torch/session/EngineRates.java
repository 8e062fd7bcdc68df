package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;

/**
 * Tokens a second that a decoder gets through in the three ways in which texts grow, by rows and length.
 *
 * <p>What a token is does not matter to its time, so the texts are random ids.
 */
public final class EngineRates {
    /** Known tokens that each row takes at once when drafts are verified. */
    public static final int VERIFIED_TOKENS = 32;

    private static final int DECODED_TOKENS = 16;
    private static final long MOST_CACHE_BYTES = 2L << 30;
    private static final double ENOUGH_SECONDS = 2;
    private static final int MOST_ROUNDS = 5;

    private final Decoder decoder;
    private final Projection projection;

    public EngineRates(TorchModel model) {
        this.decoder = model.decoder();
        this.projection = new Projection(decoder);
    }

    /** How a text grows. */
    public enum Kind {
        /** All of it at once, and the likeliest token behind it. */
        PREFILL,
        /** Token by token, each the likeliest behind those before it. */
        DECODE,
        /** {@link #VERIFIED_TOKENS} known tokens at once, and the likeliest token behind each. */
        VERIFY
    }

    /**
     * The best of some rounds.
     *
     * @param rows that grow together
     * @param length of the prefill; the other two go on behind it
     * @param tokens of all rows
     */
    public record Rate(Kind kind, int rows, int length, int tokens, double seconds) {
        public double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    /**
     * Measures every combination that the model's context and two gigabytes of keys and values have room for, each for a few seconds.
     *
     * @param measured hears of every rate; may end the work by throwing
     */
    public List<Rate> measure(int[] rows, int[] lengths, Consumer<Rate> measured) {
        List<Rate> rates = new ArrayList<>();
        round(1, 8); // kernels are built at their first use
        for (int length : lengths) {
            for (int count : rows) {
                if (!fits(count, length)) {
                    continue;
                }
                for (Rate rate : best(count, length)) {
                    rates.add(rate);
                    measured.accept(rate);
                }
            }
        }
        return rates;
    }

    private boolean fits(int rows, int length) {
        long columns = (long) length + DECODED_TOKENS + VERIFIED_TOKENS;
        return columns <= decoder.config().contextLength()
                && rows * columns * decoder.cacheBytesPerColumn() <= MOST_CACHE_BYTES;
    }

    private List<Rate> best(int rows, int length) {
        double[] best = round(rows, length);
        double spent = Arrays.stream(best).sum();
        for (int rounds = 1; rounds < MOST_ROUNDS && spent < ENOUGH_SECONDS; rounds++) {
            double[] again = round(rows, length);
            spent += Arrays.stream(again).sum();
            Arrays.setAll(best, at -> Math.min(best[at], again[at]));
        }
        return List.of(
                new Rate(Kind.PREFILL, rows, length, rows * length, best[0]),
                new Rate(Kind.DECODE, rows, length, rows * DECODED_TOKENS, best[1]),
                new Rate(Kind.VERIFY, rows, length, rows * VERIFIED_TOKENS, best[2]));
    }

    // seconds of prefill, decoding and verification
    private double[] round(int rows, int length) {
        Random random = new Random(length);
        int[][] prefix = ids(random, rows, length);
        int[][] known = ids(random, rows, VERIFIED_TOKENS);
        try (RowBatch batch = RowBatch.empty(decoder, rows, length + DECODED_TOKENS + VERIFIED_TOKENS)) {
            long began = System.nanoTime();
            int[] next = append(batch, prefix, false);
            long filled = System.nanoTime();
            for (int token = 0; token < DECODED_TOKENS; token++) {
                int[] fed = next;
                int[][] one = new int[rows][];
                Arrays.setAll(one, row -> new int[] {fed[row]});
                next = append(batch, one, false);
            }
            long decoded = System.nanoTime();
            append(batch, known, true);
            long verified = System.nanoTime();
            return new double[] {(filled - began) / 1e9, (decoded - filled) / 1e9, (verified - decoded) / 1e9};
        }
    }

    // the likeliest token behind the last new token of every row, or behind each
    private int[] append(RowBatch batch, int[][] ids, boolean each) {
        return TensorScope.call(() -> {
            Tensor hidden = batch.extend(ids);
            return projection.likeliest(each ? hidden.reshape(-1, hidden.size(-1)) : Projection.lastRows(hidden, ids));
        });
    }

    private int[][] ids(Random random, int rows, int count) {
        int[][] ids = new int[rows][];
        Arrays.setAll(
                ids, row -> random.ints(count, 0, decoder.config().vocabulary()).toArray());
        return ids;
    }
}
