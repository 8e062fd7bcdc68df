package org.greater4j.torch.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.KeyValueCache;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * Texts of different lengths that grow together over one cache.
 *
 * <p>All rows write into the same columns. Where a row has fewer tokens than the longest, its column stays masked for good, and the row
 * goes on behind the gap: rotary positions count a row's own tokens, so a gap changes nothing that the row computes. This makes copying,
 * dropping and regrouping rows a matter of selecting indices.
 */
public final class RowBatch implements AutoCloseable {
    /** Tokens that go through the decoder at once; larger batches of a prefill run slower, not faster. */
    private static final int CHUNK_TOKENS = 2048;

    /** Spare columns of a cache that grew, so that the next few tokens do not copy it again. */
    private static final int SPARE_COLUMNS = 32;

    private static final float MASKED = Float.NEGATIVE_INFINITY;

    private final Decoder decoder;
    private KeyValueCache cache;
    private int columns;
    private final float[][] bias;
    private final int[] lengths;

    private RowBatch(Decoder decoder, KeyValueCache cache, int columns, float[][] bias, int[] lengths) {
        this.decoder = decoder;
        this.cache = cache;
        this.columns = columns;
        this.bias = bias;
        this.lengths = lengths;
    }

    /** Rows without tokens. */
    public static RowBatch empty(Decoder decoder, int rows, int capacity) {
        float[][] bias = new float[rows][capacity];
        for (float[] row : bias) {
            Arrays.fill(row, MASKED);
        }
        return new RowBatch(decoder, decoder.cache(rows, capacity), 0, bias, new int[rows]);
    }

    /** A new batch out of some rows, in the given order and possibly repeated. */
    public RowBatch select(int[] rows, int capacity) {
        float[][] selectedBias = new float[rows.length][];
        int[] selectedLengths = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            selectedBias[row] = new float[capacity];
            Arrays.fill(selectedBias[row], MASKED);
            System.arraycopy(bias[rows[row]], 0, selectedBias[row], 0, columns);
            selectedLengths[row] = lengths[rows[row]];
        }
        return new RowBatch(decoder, cache.select(rows, columns, capacity), columns, selectedBias, selectedLengths);
    }

    public int rows() {
        return lengths.length;
    }

    /** Columns in use, the longest row and all gaps included. */
    public int columns() {
        return columns;
    }

    /** Tokens of a row. */
    public int length(int row) {
        return lengths[row];
    }

    /** The keys and values behind the rows, for a forward pass that takes them as constants. */
    public KeyValueCache cache() {
        return cache;
    }

    // makes room for more columns
    private void reserve(int capacity) {
        if (capacity <= cache.capacity()) {
            return;
        }
        int grownCapacity = Math.addExact(capacity, SPARE_COLUMNS);
        int[] all = IntStream.range(0, rows()).toArray();
        KeyValueCache grown = cache.select(all, columns, grownCapacity);
        cache.close();
        cache = grown;
        for (int row = 0; row < all.length; row++) {
            int old = bias[row].length;
            bias[row] = Arrays.copyOf(bias[row], grownCapacity);
            Arrays.fill(bias[row], old, grownCapacity, MASKED);
        }
    }

    /** Forgets all columns from the given one on. */
    public void truncate(int newColumns) {
        for (int row = 0; row < rows(); row++) {
            for (int column = newColumns; column < columns; column++) {
                if (bias[row][column] == 0) {
                    lengths[row]--;
                    bias[row][column] = MASKED;
                }
            }
        }
        columns = newColumns;
    }

    /**
     * Appends tokens to every row.
     *
     * @param ids one array per row, T the longest; a row may get none
     * @return hidden states [B, T, E] in the caller's scope; what stands behind a row's last token means nothing
     */
    public Tensor extend(int[][] ids) {
        int time = 0;
        for (int[] row : ids) {
            time = Math.max(time, row.length);
        }
        if (time == 0 || ids.length != rows()) {
            throw new IllegalArgumentException("expected tokens for " + rows() + " rows, found " + ids.length
                    + " rows of at most " + time + " tokens");
        }
        checkContext(ids);
        reserve(columns + time);
        List<Tensor> parts = new ArrayList<>();
        // in pieces along time, so that the mask of a long text stays small
        for (int start = 0; start < time; start += CHUNK_TOKENS) {
            int[][] piece = time <= CHUNK_TOKENS ? ids : piece(ids, start);
            parts.add(extendColumns(piece, Math.min(CHUNK_TOKENS, time - start)));
        }
        return join(parts, 1);
    }

    private Tensor extendColumns(int[][] ids, int time) {
        List<Tensor> parts = new ArrayList<>();
        int step = Math.max(1, CHUNK_TOKENS / time);
        for (int first = 0; first < rows(); first += step) {
            parts.add(extendRows(ids, first, Math.min(step, rows() - first), time));
        }
        for (int row = 0; row < rows(); row++) {
            Arrays.fill(bias[row], columns, columns + ids[row].length, 0);
            lengths[row] += ids[row].length;
        }
        columns += time;
        return join(parts, 0);
    }

    private static int[][] piece(int[][] ids, int start) {
        int[][] piece = new int[ids.length][];
        for (int row = 0; row < ids.length; row++) {
            int from = Math.min(start, ids[row].length);
            piece[row] = Arrays.copyOfRange(ids[row], from, Math.min(start + CHUNK_TOKENS, ids[row].length));
        }
        return piece;
    }

    private static Tensor join(List<Tensor> parts, int dimension) {
        return parts.size() == 1 ? parts.get(0) : torch.cat(new TensorVector(parts.toArray(new Tensor[0])), dimension);
    }

    // behind the context there are no rotary positions, and a silently repeated one would give a plausible wrong answer
    private void checkContext(int[][] ids) {
        for (int row = 0; row < ids.length; row++) {
            checkContext(row, ids[row].length);
        }
    }

    private void checkContext(int row, int added) {
        int limit = decoder.config().contextLength();
        if (lengths[row] + added > limit) {
            throw new IllegalArgumentException("expected at most " + limit
                    + " tokens in a row (the model's context), found " + lengths[row] + " and " + added + " more");
        }
    }

    private Tensor extendRows(int[][] ids, int first, int count, int time) {
        return TensorScope.tensor(() -> {
            int[] rows = IntStream.range(first, first + count).toArray();
            Segment segment = segmentOf(rows, Arrays.copyOfRange(ids, first, first + count), time);
            Tensor hidden = decoder.embed(Tensors.of(segment.ids, count, time));
            return decoder.extend(
                    hidden,
                    Tensors.of(segment.positions, (long) count * time),
                    Tensors.of(segment.mask, count, 1, time, columns + time),
                    cache,
                    first,
                    columns);
        });
    }

    /**
     * Padded ids, rotary positions and mask of tokens that would stand behind some rows; nothing is changed.
     *
     * @param rows the row behind which each of the B sequences would stand
     * @param sequences one array of at most {@code time} ids for each
     */
    public Segment segmentOf(int[] rows, int[][] sequences, int time) {
        int count = rows.length;
        int[] flat = new int[Math.multiplyExact(count, time)];
        int[] positions = new int[flat.length];
        int width = columns + time;
        float[] mask = new float[Math.multiplyExact(flat.length, width)];
        int limit = decoder.config().contextLength() - 1;
        for (int at = 0; at < count; at++) {
            int row = rows[at];
            checkContext(row, sequences[at].length);
            System.arraycopy(sequences[at], 0, flat, at * time, sequences[at].length);
            for (int t = 0; t < time; t++) {
                // padding may stand behind the context
                positions[at * time + t] = Math.min(lengths[row] + t, limit);
                int start = (at * time + t) * width;
                System.arraycopy(bias[row], 0, mask, start, columns);
                Arrays.fill(mask, start + columns, start + width, MASKED);
                // padding looks at itself too, so that no row of scores is masked as a whole
                Arrays.fill(mask, start + columns, start + columns + t + 1, 0);
            }
        }
        return new Segment(flat, positions, mask);
    }

    /** See {@link RowBatch#segmentOf}: ids and positions [B · T], mask [B · T · (columns + T)]. */
    public record Segment(int[] ids, int[] positions, float[] mask) {}

    @Override
    public void close() {
        cache.close();
    }
}
