package org.greater4j.evaluate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.greater4j.task.Outcome;

/**
 * Rows that could be measured both before and after, in order. An unanswered row is a wrong one.
 *
 * @param ids names of the examples
 * @param before whether each was right before
 * @param after whether each is right after
 */
record PairedRows(List<String> ids, List<Boolean> before, List<Boolean> after) {
    PairedRows {
        ids = List.copyOf(ids);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * The rows of two evaluations; none if every one failed under either.
     *
     * @throws IllegalArgumentException if the rows are not the same examples in the same order
     */
    static PairedRows of(Evaluation first, Evaluation second) {
        Set<String> failed = Stream.of(first, second)
                .flatMap(evaluation -> evaluation.errors().stream())
                .map(ExampleError::exampleId)
                .collect(Collectors.toSet());
        List<ExampleOutcome> before = without(first, failed);
        List<ExampleOutcome> after = without(second, failed);
        requireSame(before, after);
        return new PairedRows(before.stream().map(ExampleOutcome::exampleId).toList(), right(before), right(after));
    }

    private static List<ExampleOutcome> without(Evaluation evaluation, Set<String> failed) {
        return evaluation.outcomes().stream()
                .filter(outcome -> !failed.contains(outcome.exampleId()))
                .toList();
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** 1 if a row was fixed, -1 if it was broken, 0 otherwise. */
    int change(int row) {
        return (after.get(row) ? 1 : 0) - (before.get(row) ? 1 : 0);
    }

    int[] changes() {
        return IntStream.range(0, ids.size()).map(this::change).toArray();
    }

    int fixed() {
        return (int) IntStream.of(changes()).filter(change -> change > 0).count();
    }

    int broken() {
        return (int) IntStream.of(changes()).filter(change -> change < 0).count();
    }

    int bothRight() {
        return (int) IntStream.range(0, ids.size())
                .filter(row -> before.get(row) && after.get(row))
                .count();
    }

    /** Accuracy after less accuracy before. */
    double difference() {
        return (double) (fixed() - broken()) / ids.size();
    }

    private static List<Boolean> right(List<ExampleOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.outcome() == Outcome.RIGHT)
                .toList();
    }

    private static void requireSame(List<ExampleOutcome> before, List<ExampleOutcome> after) {
        if (before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "paired comparison: expected the same rows, found " + before.size() + " and " + after.size());
        }
        for (int row = 0; row < before.size(); row++) {
            String id = before.get(row).exampleId();
            if (!id.equals(after.get(row).exampleId())) {
                throw new IllegalArgumentException("paired comparison: expected the same example in row " + row
                        + ", found '" + id + "' and '" + after.get(row).exampleId() + "'");
            }
        }
    }
}
