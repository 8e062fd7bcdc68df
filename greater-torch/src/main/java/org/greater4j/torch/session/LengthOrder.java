package org.greater4j.torch.session;

import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Texts by their length: neighbours share rectangles of attention, so that little is computed for padding. */
final class LengthOrder {
    private LengthOrder() {}

    /** Indices below {@code count}, those of the longest texts first; equal lengths in their own order. */
    static int[] longestFirst(int count, IntUnaryOperator length) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(at -> -length.applyAsInt(at)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
