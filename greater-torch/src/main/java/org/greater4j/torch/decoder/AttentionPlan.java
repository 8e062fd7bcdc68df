package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * How the packed tokens of some rows attend to their rows' columns: in groups of neighbouring rows of about the same size.
 *
 * <p>Everything but attention runs over M tokens without padding. Attention wants rectangles, so a group of rows is padded to its
 * longest span and its longest row; groups are cut where padding would cost more than another call. A token sees its own column and all
 * before it, or as many of them as a window holds. All tensors belong to the scope that the plan was made in, and serve every layer.
 */
final class AttentionPlan {
    /** A group may be so much larger than what it holds before it is cut. */
    private static final double MOST_PADDING = 1.25;

    /** Reading a column costs as much as so many queries on it; decides where short spans of different length share a group. */
    private static final int COLUMN_COST = 8;

    /** Groups of less work than this are never cut: the call would cost more. */
    private static final long SMALL_GROUP = 1 << 13;

    private final DecoderConfig config;
    private final List<Group> groups = new ArrayList<>();
    private final Tensor slots;
    private final @Nullable Tensor gather;
    private final @Nullable Tensor scatter;
    private final int places;
    private final int tokens;
    private final int paddedTokens;

    /**
     * Neighbouring rows whose tokens attend together.
     *
     * @param firstRow of the cache
     * @param rows R
     * @param time T, tokens of the longest span
     * @param columns of the longest row, with its new tokens
     * @param tokens of the group
     * @param firstPlace index of its rectangle's first place among the places of all rectangles, R · T a group
     * @param mask [R, 1, T · queries per head, columns], or [R, 1, 1, columns] if T is 1: 0 or negative infinity
     * @param windowMask the same for blocks with a window
     * @param ownColumns [tokens · key-value heads] where in [R · key-value heads · columns] the tokens' own keys stand
     */
    record Group(
            int firstRow,
            int rows,
            int time,
            int columns,
            int tokens,
            int firstPlace,
            Tensor mask,
            Tensor windowMask,
            @Nullable Tensor ownColumns) {
        /** What a block of a kind may see. */
        Tensor mask(LayerKind kind) {
            return kind.windowed() ? windowMask : mask;
        }
    }

    /**
     * Plans the attention of packed tokens.
     *
     * @param spans in ascending order of their rows, each row at most once
     * @param paddedTokens tokens that all else runs over: what is beyond the spans' tokens is padding
     * @param backward whether a backward pass will follow
     */
    AttentionPlan(
            DecoderConfig config,
            Precision precision,
            List<Span> spans,
            KeyValueCache cache,
            int paddedTokens,
            boolean backward) {
        this.config = config;
        this.paddedTokens = paddedTokens;
        int tokens = 0;
        int start = 0;
        int before = 0;
        int firstPlace = 0;
        for (int at = 0; at < spans.size(); at++) {
            tokens += spans.get(at).count();
            if (at + 1 == spans.size() || !joins(spans, start, at + 1)) {
                List<Span> members = spans.subList(start, at + 1);
                Group group = group(precision, members, tokens - before, firstPlace, backward);
                groups.add(group);
                start = at + 1;
                before = tokens;
                firstPlace += group.rows * group.time;
            }
        }
        this.places = firstPlace;
        if (places == tokens && paddedTokens == tokens) {
            this.gather = null;
            this.scatter = null;
        } else {
            int[] tokenOfPlace = new int[places];
            int[] placeOfToken = new int[paddedTokens];
            arrange(spans, tokenOfPlace, placeOfToken);
            this.gather = Tensors.of(tokenOfPlace, places);
            this.scatter = Tensors.of(placeOfToken, paddedTokens);
        }
        this.tokens = tokens;
        int heads = config.keyValueHeads();
        int[] written = new int[Math.multiplyExact(tokens, heads)];
        int filled = 0;
        for (Span span : spans) {
            for (int column = span.column(); column < span.end(); column++) {
                for (int head = 0; head < heads; head++) {
                    written[filled++] = cache.slot(span.row(), head, column);
                }
            }
        }
        this.slots = Tensors.of(written, written.length);
    }

    // padding, of rectangles and behind the last token, points at the first: what comes of it is never used
    private void arrange(List<Span> spans, int[] tokenOfPlace, int[] placeOfToken) {
        int span = 0;
        int token = 0;
        for (Group group : groups) {
            for (int row = 0; row < group.rows; row++) {
                int count = spans.get(span++).count();
                for (int t = 0; t < count; t++) {
                    int place = group.firstPlace + row * group.time + t;
                    tokenOfPlace[place] = token;
                    placeOfToken[token++] = place;
                }
            }
        }
    }

    List<Group> groups() {
        return groups;
    }

    /** Tokens of all groups together, M. */
    int tokens() {
        return tokens;
    }

    /** M and what pads it. */
    int paddedTokens() {
        return paddedTokens;
    }

    /** Where the tokens' keys and values go in the cache, [M · key-value heads]. */
    Tensor slots() {
        return slots;
    }

    // whether span `next` may join the group that began at `start`
    private static boolean joins(List<Span> spans, int start, int next) {
        if (spans.get(next).row() != spans.get(next - 1).row() + 1) {
            return false;
        }
        long time = 0;
        long columns = 0;
        long work = 0;
        for (int at = start; at <= next; at++) {
            Span span = spans.get(at);
            time = Math.max(time, span.count());
            columns = Math.max(columns, span.end());
            work += (long) (COLUMN_COST + span.count()) * span.end();
        }
        long padded = (next - start + 1) * (COLUMN_COST + time) * columns;
        return padded <= SMALL_GROUP || padded <= MOST_PADDING * work;
    }

    private Group group(Precision precision, List<Span> spans, int tokens, int firstPlace, boolean backward) {
        int rows = spans.size();
        int time = 0;
        int columns = 0;
        for (Span span : spans) {
            time = Math.max(time, span.count());
            columns = Math.max(columns, span.end());
        }
        int[] lastSeen = new int[rows * time];
        for (int row = 0; row < rows; row++) {
            Span span = spans.get(row);
            for (int t = 0; t < span.count(); t++) {
                lastSeen[row * time + t] = span.column() + t;
            }
        }
        Tensor mask = mask(precision, lastSeen, rows, time, columns, 0);
        // no column of so few is behind the window
        boolean cut = config.window() > 0 && columns > config.window();
        return new Group(
                spans.get(0).row(),
                rows,
                time,
                columns,
                tokens,
                firstPlace,
                mask,
                cut ? mask(precision, lastSeen, rows, time, columns, config.window()) : mask,
                backward ? ownColumns(spans, columns) : null);
    }

    private Tensor mask(Precision precision, int[] lastSeen, int rows, int time, int columns, int window) {
        int queries = config.heads() / config.keyValueHeads();
        Tensor limits = Tensors.of(lastSeen, rows, 1, time, 1);
        Tensor all = torch.arange(new Scalar(columns), ComputeDevice.options(torch.ScalarType.Long));
        Tensor hidden = all.gt(limits);
        if (window > 0) {
            hidden.logical_or_(all.le(limits.sub(new Scalar(window))));
        }
        Tensor mask = torch.zeros(new long[] {rows, 1, time, columns}, ComputeDevice.options(precision.stream()))
                .masked_fill_(hidden, new Scalar(Double.NEGATIVE_INFINITY));
        return time == 1
                ? mask
                : mask.unsqueeze(3)
                        .expand(rows, 1, time, queries, columns)
                        .reshape(rows, 1, (long) time * queries, columns);
    }

    private Tensor ownColumns(List<Span> spans, int columns) {
        int heads = config.keyValueHeads();
        int[] places = new int[spans.stream().mapToInt(Span::count).sum() * heads];
        int filled = 0;
        for (int row = 0; row < spans.size(); row++) {
            Span span = spans.get(row);
            for (int column = span.column(); column < span.end(); column++) {
                for (int head = 0; head < heads; head++) {
                    places[filled++] = (row * heads + head) * columns + column;
                }
            }
        }
        return Tensors.of(places, places.length);
    }

    /** Queries [padded M, H, D] in the order of the rectangles' places: [places, H, D]. */
    Tensor placed(Tensor queries) {
        return gather == null ? queries : queries.index_select(0, gather);
    }

    /** As {@link #placed}, with zeros in padding: what a gradient needs. */
    Tensor placedGradient(Tensor gradient) {
        if (scatter == null) {
            return gradient;
        }
        return torch.zeros(
                        new long[] {places, config.heads(), config.headSize()},
                        ComputeDevice.options(gradient.scalar_type()))
                .index_copy_(0, scatter.narrow(0, 0, tokens), gradient.narrow(0, 0, tokens));
    }

    /** A group's part of what was placed, as [R, key-value heads, T · queries per head, D]. */
    Tensor rectangle(Group group, Tensor placed) {
        int heads = config.keyValueHeads();
        int shared = config.heads() / heads;
        int size = config.headSize();
        Tensor own = placed.narrow(0, group.firstPlace, (long) group.rows * group.time);
        if (group.time == 1) {
            return own.reshape(group.rows, heads, shared, size);
        }
        return own.reshape(group.rows, group.time, heads, shared, size)
                .transpose(1, 2)
                .reshape(group.rows, heads, (long) group.time * shared, size);
    }

    /** The rectangles of all groups, as {@link #rectangle} made them, back in the order of tokens: [padded M, H · D]. */
    Tensor packed(List<Tensor> rectangles) {
        int heads = config.keyValueHeads();
        int shared = config.heads() / heads;
        long width = (long) config.heads() * config.headSize();
        List<Tensor> parts = new ArrayList<>();
        for (int at = 0; at < rectangles.size(); at++) {
            Group group = groups.get(at);
            Tensor rectangle = rectangles.get(at);
            parts.add(
                    group.time == 1
                            ? rectangle.reshape(group.rows, width)
                            : rectangle
                                    .reshape(group.rows, heads, group.time, shared, config.headSize())
                                    .transpose(1, 2)
                                    .reshape((long) group.rows * group.time, width));
        }
        Tensor all = parts.size() == 1 ? parts.get(0) : torch.cat(new TensorVector(parts.toArray(new Tensor[0])), 0);
        return scatter == null ? all : all.index_select(0, scatter);
    }

    /** Rows of columns [R, key-value heads, columns, D] at the tokens' own columns: [tokens, key-value heads, D]. */
    Tensor own(Group group, Tensor columns) {
        if (group.ownColumns == null) {
            throw new IllegalStateException("expected a plan for a backward pass");
        }
        return columns.reshape(-1, config.headSize())
                .index_select(0, group.ownColumns)
                .view(group.tokens, config.keyValueHeads(), config.headSize());
    }
}
