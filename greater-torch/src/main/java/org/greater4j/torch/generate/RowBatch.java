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
import org.greater4j.torch.decoder.Span;
import org.greater4j.torch.decoder.Tape;
import org.greater4j.torch.memory.TensorScope;

/**
 * Texts of different lengths that grow over one cache, each row at its own pace.
 *
 * <p>A row's token t stands in the row's column t, without gaps, so forgetting a row's last tokens is a matter of its length, and a row can be
 * handed to another text. Tokens are packed: nothing is computed for rows that get none.
 */
public final class RowBatch implements AutoCloseable {
    /** Tokens that go through the decoder at once, unless said otherwise: more would leave the processor's caches between two operations. */
    public static final int CHUNK_TOKENS = 512;

    /** Spare columns of a cache that grew, so that the next few tokens do not copy it again. */
    public static final int SPARE_COLUMNS = 32;

    private final Decoder decoder;
    private int[] lengths;
    private final int chunkTokens;
    private KeyValueCache cache;

    private RowBatch(Decoder decoder, KeyValueCache cache, int[] lengths, int chunkTokens) {
        this.decoder = decoder;
        this.chunkTokens = chunkTokens;
        this.cache = cache;
        this.lengths = lengths;
    }

    /** Rows without tokens. */
    public static RowBatch empty(Decoder decoder, int rows, int capacity) {
        return empty(decoder, rows, capacity, CHUNK_TOKENS);
    }

    /** Rows without tokens, of which so many go through the decoder at once. */
    public static RowBatch empty(Decoder decoder, int rows, int capacity, int chunkTokens) {
        return new RowBatch(decoder, decoder.cache(rows, capacity), new int[rows], chunkTokens);
    }

    /** A new batch out of some rows, in the given order and possibly repeated. */
    public RowBatch select(int[] rows, int capacity) {
        RowBatch selected = empty(decoder, rows.length, Math.max(1, capacity), chunkTokens);
        try {
            selected.copy(this, rows, IntStream.range(0, rows.length).toArray());
            return selected;
        } catch (RuntimeException | Error e) {
            selected.close();
            throw e;
        }
    }

    /** Makes some rows begin with all tokens of another batch's rows. */
    public void copy(RowBatch from, int[] fromRows, int[] toRows) {
        int columns = 0;
        for (int at = 0; at < fromRows.length; at++) {
            columns = Math.max(columns, from.lengths[fromRows[at]]);
        }
        reserve(columns);
        cache.copy(from.cache, fromRows, toRows, columns);
        for (int at = 0; at < fromRows.length; at++) {
            lengths[toRows[at]] = from.lengths[fromRows[at]];
        }
    }

    /** Forgets all rows but some, which move together in their order; capacity stays. */
    public void keepRows(int[] staying) {
        int[] kept = new int[staying.length];
        for (int at = 0; at < staying.length; at++) {
            if (at > 0 && staying[at] <= staying[at - 1]) {
                throw new IllegalArgumentException("expected ascending rows, found " + Arrays.toString(staying));
            }
            kept[at] = lengths[staying[at]];
        }
        cache.keepRows(staying, Arrays.stream(kept).max().orElse(0));
        lengths = kept;
    }

    public int rows() {
        return lengths.length;
    }

    /** Columns that there is room for. */
    public int capacity() {
        return cache.capacity();
    }

    /** Tokens of the longest row. */
    public int columns() {
        return Arrays.stream(lengths).max().orElse(0);
    }

    /** Tokens of a row. */
    public int length(int row) {
        return lengths[row];
    }

    /** Forgets a row's tokens from the given one on. */
    public void truncate(int row, int length) {
        if (length < 0 || length > lengths[row]) {
            throw new IllegalArgumentException("expected a length of at most " + lengths[row] + ", found " + length);
        }
        lengths[row] = length;
    }

    // makes room for more columns
    private void reserve(int capacity) {
        if (capacity <= cache.capacity()) {
            return;
        }
        KeyValueCache grown = decoder.cache(rows(), Math.addExact(capacity, SPARE_COLUMNS));
        try {
            int[] all = IntStream.range(0, rows()).toArray();
            grown.copy(cache, all, all, columns());
        } catch (RuntimeException | Error e) {
            grown.close();
            throw e;
        }
        cache.close();
        cache = grown;
    }

    /**
     * Appends tokens to every row.
     *
     * @param ids one array per row; a row may get none, but not all
     * @return hidden states [M, E] of the new tokens, those of one row after the other, in the caller's scope
     */
    public Tensor extend(int[][] ids) {
        check(ids);
        List<Tensor> parts = new ArrayList<>();
        Piece piece = new Piece();
        for (int row = 0; row < ids.length; row++) {
            int from = 0;
            while (from < ids[row].length) {
                int room = chunkTokens - piece.size;
                // a text that fits a chunk of its own is not cut
                int rest = ids[row].length - from;
                if (piece.size > 0 && rest > room) {
                    parts.add(piece.run());
                    piece = new Piece();
                    room = chunkTokens;
                }
                int count = Math.min(rest, room);
                piece.add(row, ids[row], from, count);
                from += count;
            }
        }
        parts.add(piece.run());
        return parts.size() == 1 ? parts.get(0) : torch.cat(new TensorVector(parts.toArray(new Tensor[0])), 0);
    }

    /** As {@link #extend}, in one go, and keeps in the caller's scope what {@link Decoder#backward} needs. */
    public Tape record(int[][] ids) {
        check(ids);
        Piece piece = new Piece();
        for (int row = 0; row < ids.length; row++) {
            if (ids[row].length > 0) {
                piece.add(row, ids[row], 0, ids[row].length);
            }
        }
        return decoder.record(piece.ids(), piece.spans, cache);
    }

    private void check(int[][] ids) {
        if (ids.length != rows()) {
            throw new IllegalArgumentException("expected tokens for " + rows() + " rows, found them for " + ids.length);
        }
        int longest = 0;
        long tokens = 0;
        int limit = decoder.config().contextLength();
        for (int row = 0; row < ids.length; row++) {
            int added = ids[row].length;
            // behind the context there are no rotary positions
            if (lengths[row] + added > limit) {
                throw new IllegalArgumentException("expected at most " + limit
                        + " tokens in a row (the model's context), found " + lengths[row] + " and " + added + " more");
            }
            tokens += added;
            longest = Math.max(longest, lengths[row] + added);
        }
        if (tokens == 0) {
            throw new IllegalArgumentException("expected at least one token, found none");
        }
        reserve(longest);
    }

    /** Tokens that go through the decoder at once. */
    private final class Piece {
        private final List<Span> spans = new ArrayList<>();
        private final List<int[]> parts = new ArrayList<>();
        private int size;

        void add(int row, int[] ids, int from, int count) {
            spans.add(new Span(row, lengths[row], count));
            parts.add(Arrays.copyOfRange(ids, from, from + count));
            lengths[row] += count;
            size += count;
        }

        int[] ids() {
            int[] ids = new int[size];
            int at = 0;
            for (int[] part : parts) {
                System.arraycopy(part, 0, ids, at, part.length);
                at += part.length;
            }
            return ids;
        }

        Tensor run() {
            return TensorScope.tensor(() -> decoder.extend(ids(), spans, cache));
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
