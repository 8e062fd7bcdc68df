package org.greater4j.app;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.greater4j.run.Finalist;
import org.greater4j.run.RecordedPrompt;

/**
 * The choice among finalists, the same for every method: the best accuracy on the dev rows that could be measured, so that a call that failed
 * is no wrong answer; of equals another than the initial prompt unless it scored worse in training, then the shorter one, then the earlier one.
 */
final class DevChoice {
    private DevChoice() {}

    /**
     * The index of the chosen finalist.
     *
     * @param finalists measured on the same rows, at least one
     * @param initial kept if it does better than every other, or as well as the best and scored better in training than they
     * @param step tells by index the step that found a finalist
     */
    static int of(List<Finalist> finalists, RecordedPrompt initial, IntUnaryOperator step) {
        double start = finalists.stream()
                .filter(finalist -> finalist.prompt().equals(initial))
                .mapToDouble(DevChoice::trainingScore)
                .findFirst()
                .orElse(Double.NaN);
        return IntStream.range(0, finalists.size())
                .boxed()
                .min(Comparator.comparingDouble(
                                (Integer at) -> -finalists.get(at).dev().accuracy())
                        .thenComparing(at -> trainingScore(finalists.get(at)) > start)
                        .thenComparing(at -> finalists.get(at).prompt().equals(initial))
                        .thenComparingInt(at -> finalists.get(at).prompt().ids().size())
                        .thenComparingInt(step::applyAsInt))
                .orElseThrow();
    }

    // not a number where the method takes none, which is never worse than another
    private static double trainingScore(Finalist finalist) {
        return Objects.requireNonNullElse(finalist.trainingScore(), Double.NaN);
    }
}
