package org.greater4j.torch.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Flop;
import org.greater4j.torch.memory.MemoryGate;
import org.greater4j.torch.memory.RowLimit;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Many texts that go on at once, each at its own pace; a text that is done makes room for the next that waits.
 *
 * <p>In every pass all rows feed together what they have: one a token, another a draft of eight, a third its answer. So the weights are read
 * once for all of them, and no row waits for another.
 *
 * <p>Where the memory does not suffice for as many rows as were wanted, half of them go at once, and so on down to a single one; what is
 * computed stays the same but for rounding.
 */
public final class ContinuousBatch {
    /** The rows are copied together once fewer than this share of them is busy and nobody waits. */
    private static final double BUSY_SHARE = 0.4;

    /** Fewer waiting texts than this share of the rows are not let in one by one: each copy of keys and values touches all layers. */
    private static final double ADMITTED_SHARE = 0.125;

    private final Projection projection;
    private final Flop flop;
    private final RowLimit limit;
    private long passes;
    private double neededFlop;
    private double wastedFlop;

    public ContinuousBatch(Decoder decoder, Projection projection) {
        this(decoder, projection, new RowLimit("generation", MemoryGate.OPEN));
    }

    /** Like {@link #ContinuousBatch(Decoder, Projection)}, with a limit that outlives the batch, so that what it learns is learned once. */
    public ContinuousBatch(Decoder decoder, Projection projection, RowLimit limit) {
        this.projection = projection;
        this.flop = decoder.flop();
        this.limit = limit;
    }

    /**
     * A text that waits.
     *
     * @param prefixRow the row of the prefix that it goes on behind
     */
    public record Waiting(int prefixRow, Continuation continuation) {}

    /** Passes of all runs so far. */
    public long passes() {
        return passes;
    }

    /** Floating-point operations on tokens that stayed. */
    public double neededFlop() {
        return neededFlop;
    }

    /** Floating-point operations on drafted tokens that were forgotten. */
    public double wastedFlop() {
        return wastedFlop;
    }

    /**
     * Runs all texts to their ends.
     *
     * @param prefix rows that texts go on behind, left as they are; null if they begin empty
     * @param empty makes a batch of so many empty rows, large enough for any text to its end
     * @param rows most rows at once
     * @param waiting gives the next text, or null when there is none (it is not asked again)
     */
    public void run(
            @Nullable RowBatch prefix, IntFunction<RowBatch> empty, int rows, Supplier<@Nullable Waiting> waiting) {
        Deque<Waiting> taken = new ArrayDeque<>();
        Waiting one = waiting.get();
        while (one != null && taken.size() < rows) {
            taken.add(one);
            one = waiting.get();
        }
        if (taken.isEmpty()) {
            return;
        }
        Waiting behind = one;
        try (RowBatch batch = allocate(empty, taken.size())) {
            List<Waiting> first = new ArrayList<>();
            while (first.size() < batch.rows()) {
                first.add(taken.remove());
            }
            // where there was no room for all, the others wait in front of those that were not asked for yet
            if (behind != null) {
                taken.add(behind);
            }
            Supplier<@Nullable Waiting> later = behind == null ? () -> null : waiting;
            Supplier<@Nullable Waiting> queue = () -> taken.isEmpty() ? later.get() : taken.remove();
            Waiting next = queue.get();
            @Nullable Continuation[] busy = new Continuation[first.size()];
            admit(prefix, batch, busy, first, IntStream.range(0, busy.length).toArray());
            while (true) {
                @Nullable Feed[] feeds = feeds(busy);
                int count = count(busy);
                int free = busy.length - count;
                if (next != null && (free >= Math.max(1, ADMITTED_SHARE * busy.length))) {
                    List<Waiting> admitted = new ArrayList<>();
                    List<Integer> freeRows = new ArrayList<>();
                    for (int row = 0; row < busy.length && next != null; row++) {
                        if (busy[row] == null) {
                            admitted.add(next);
                            freeRows.add(row);
                            next = queue.get();
                        }
                    }
                    int[] places = freeRows.stream().mapToInt(Integer::intValue).toArray();
                    admit(prefix, batch, busy, admitted, places);
                    for (int place : places) {
                        feeds[place] = feed(busy, place, count);
                    }
                    count = count(busy);
                }
                if (count == 0) {
                    if (next == null) {
                        return;
                    }
                    continue;
                }
                if (next == null && count < BUSY_SHARE * busy.length) {
                    int[] staying = busyRows(busy);
                    // in place: a second batch beside the first would be the most memory of the whole search
                    batch.keepRows(staying);
                    busy = pick(busy, staying);
                    feeds = pick(feeds, staying);
                }
                passes(batch, busy, feeds);
            }
        }
    }

    private RowBatch allocate(IntFunction<RowBatch> empty, int wanted) {
        while (true) {
            int rows = limit.atMost(wanted);
            try {
                limit.ask(rows);
                return empty.apply(rows);
            } catch (RuntimeException e) {
                limit.lower(rows, e);
            }
        }
    }

    // all busy rows, in one pass if the memory suffices
    private void passes(RowBatch batch, @Nullable Continuation[] busy, @Nullable Feed[] feeds) {
        int[] rows = busyRows(busy);
        int done = 0;
        while (done < rows.length) {
            int count = limit.atMost(rows.length - done);
            @Nullable Feed[] part = new Feed[feeds.length];
            int[] before = new int[count];
            for (int at = 0; at < count; at++) {
                int row = rows[done + at];
                part[row] = feeds[row];
                before[at] = batch.length(row);
            }
            try {
                limit.ask(count);
                pass(batch, busy, part);
                done += count;
            } catch (RuntimeException e) {
                limit.lower(count, e);
                // what a pass left behind that was given up
                for (int at = 0; at < count; at++) {
                    batch.truncate(rows[done + at], before[at]);
                }
            }
        }
    }

    private static void admit(
            @Nullable RowBatch prefix,
            RowBatch batch,
            @Nullable Continuation[] busy,
            List<Waiting> admitted,
            int[] places) {
        int[] prefixRows = admitted.stream().mapToInt(Waiting::prefixRow).toArray();
        if (prefix == null) {
            for (int place : places) {
                batch.truncate(place, 0);
            }
        } else {
            batch.copy(prefix, prefixRows, places);
        }
        for (int at = 0; at < places.length; at++) {
            busy[places[at]] = admitted.get(at).continuation();
        }
    }

    // asks every busy row; those that are done become free
    private static @Nullable Feed[] feeds(@Nullable Continuation[] busy) {
        @Nullable Feed[] feeds = new Feed[busy.length];
        int count = count(busy);
        for (int row = 0; row < busy.length; row++) {
            feeds[row] = feed(busy, row, count);
        }
        return feeds;
    }

    private static @Nullable Feed feed(@Nullable Continuation[] busy, int row, int count) {
        Continuation continuation = busy[row];
        if (continuation == null) {
            return null;
        }
        Feed feed = continuation.next(count - 1);
        if (feed == null) {
            busy[row] = null;
        }
        return feed;
    }

    private void pass(RowBatch batch, @Nullable Continuation[] busy, @Nullable Feed[] feeds) {
        int[][] ids = new int[busy.length][];
        List<Integer> wanted = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        List<Continuation> askers = new ArrayList<>();
        BitSet whole = new BitSet();
        int offset = 0;
        for (int row = 0; row < busy.length; row++) {
            Feed feed = feeds[row];
            ids[row] = feed == null ? new int[0] : feed.tokens();
            Continuation asker = busy[row];
            if (feed != null && asker != null) {
                for (int at = 0; at < feed.wanted().length; at++) {
                    wanted.add(offset + feed.wanted()[at]);
                    targets.add(feed.targets()[at]);
                    askers.add(asker);
                }
                offset += feed.tokens().length;
                whole.set(wanted.size() - 1, feed.draws());
            }
        }
        int[] targetIds = targets.stream().mapToInt(Integer::intValue).toArray();
        int[] before = new int[busy.length];
        for (int row = 0; row < busy.length; row++) {
            before[row] = batch.length(row);
        }
        Projection.Scores scores = TensorScope.call(() -> {
            Tensor hidden = batch.extend(ids);
            return projection.score(
                    hidden,
                    wanted.stream().mapToInt(Integer::intValue).toArray(),
                    targetIds,
                    whole,
                    (row, found) -> askers.get(row).notFinite(found));
        });
        passes++;
        int at = 0;
        for (int row = 0; row < busy.length; row++) {
            Feed feed = feeds[row];
            Continuation continuation = busy[row];
            if (feed == null || continuation == null) {
                continue;
            }
            int end = at + feed.wanted().length;
            if (feed.draws()) {
                continuation.logits(scores.logitsOf(end - 1));
            }
            int kept = continuation.answered(
                    Arrays.copyOfRange(scores.likeliest(), at, end),
                    Arrays.copyOfRange(scores.logProbabilities(), at, end));
            at = end;
            batch.truncate(row, before[row] + kept);
            count(feed, before[row], kept);
        }
    }

    private void count(Feed feed, int columns, int kept) {
        int logits = 0;
        for (int index : feed.wanted()) {
            logits += index < kept ? 1 : 0;
        }
        neededFlop += flop.tokens(columns, kept) + flop.logits(logits);
        int forgotten = feed.tokens().length - kept;
        wastedFlop += flop.tokens(columns + kept, forgotten) + flop.logits(feed.wanted().length - logits);
    }

    private static int count(@Nullable Continuation[] busy) {
        int count = 0;
        for (Continuation continuation : busy) {
            count += continuation == null ? 0 : 1;
        }
        return count;
    }

    private static int[] busyRows(@Nullable Continuation[] busy) {
        return IntStream.range(0, busy.length).filter(row -> busy[row] != null).toArray();
    }

    private static <T> @Nullable T[] pick(@Nullable T[] values, int[] rows) {
        @Nullable T[] picked = Arrays.copyOf(values, rows.length);
        for (int at = 0; at < rows.length; at++) {
            picked[at] = values[rows[at]];
        }
        return picked;
    }
}
