package org.greater4j.app;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.greater4j.run.Finalist;

/** The choice among finalists, the same for every method: most right answers on dev; then the shorter prompt, then the earlier one. */
final class DevChoice {
    private DevChoice() {}

    /**
     * The index of the chosen finalist.
     *
     * @param finalists measured on the same rows, at least one
     * @param step tells by index the step that found a finalist
     */
    static int of(List<Finalist> finalists, IntUnaryOperator step) {
        return IntStream.range(0, finalists.size())
                .boxed()
                .min(Comparator.comparingInt(
                                (Integer at) -> -finalists.get(at).dev().right())
                        .thenComparingInt(at -> finalists.get(at).prompt().ids().size())
                        .thenComparingInt(step::applyAsInt))
                .orElseThrow();
    }
}
