package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to a prompt held against each other in several runs of one task: pairs of evaluations on the same rows, one pair a run.
 *
 * <p>There are two tests, because there are two questions. Whether the prompts that were found differ on questions like these:
 * {@code questionsPValue}, which with one run is the exact McNemar test. Whether the way to the prompts differs, so that another seed would
 * show it too: {@code runsPValue}, which needs six runs to be able to fall below 0.05. Runs may draw the same question; then its changes
 * in all runs are taken as one observation, so that it does not count twice.
 *
 * @param runs number of pairs
 * @param questions number of distinct questions
 * @param fixed rows of all runs that were wrong before and are right after
 * @param broken rows of all runs that were right before and are wrong after
 * @param difference mean over runs of the accuracy after less the accuracy before
 * @param spread sample standard deviation of the runs' differences; null for one run
 * @param interval 95 % percentile bootstrap interval of the difference, over questions
 * @param questionsPValue of the exact two-sided sign-flip test over questions
 * @param runsPValue of the exact two-sided sign-flip test over runs
 * @param verdict what the test over questions shows at the 5 % level
 */
public record RunsComparison(
        int runs,
        int questions,
        int fixed,
        int broken,
        double difference,
        @Nullable Double spread,
        Interval interval,
        double questionsPValue,
        double runsPValue,
        Verdict verdict) {
    /** How one question fared in the runs that drew it. */
    private record Change(int sum, int rows) {
        Change plus(int change) {
            return new Change(sum + change, rows + 1);
        }
    }

    /**
     * Compares run by run and row by row. A row that could not be measured under one of the two is left out, and so is a run without any
     * other row.
     *
     * @param before one evaluation a run, at least one
     * @param after the evaluations of the same runs, in order
     * @return null if no row is left
     * @throws IllegalArgumentException if the two of a run are not of the same examples in the same order
     */
    public static @Nullable RunsComparison ofMeasured(List<Evaluation> before, List<Evaluation> after) {
        List<Integer> measured = IntStream.range(0, Math.min(before.size(), after.size()))
                .filter(run -> !PairedRows.of(before.get(run), after.get(run)).isEmpty())
                .boxed()
                .toList();
        return measured.isEmpty()
                ? null
                : of(
                        measured.stream().map(before::get).toList(),
                        measured.stream().map(after::get).toList());
    }

    /** Like {@link #ofMeasured}; throws (IllegalArgumentException) if a run has no row that could be measured under both. */
    public static RunsComparison of(List<Evaluation> before, List<Evaluation> after) {
        if (before.isEmpty() || before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "comparison of runs: expected as many runs before as after, at least one, found " + before.size()
                            + " and " + after.size());
        }
        Map<String, Change> changes = new LinkedHashMap<>();
        List<PairedRows> runs = new ArrayList<>();
        for (int run = 0; run < before.size(); run++) {
            PairedRows rows = PairedRows.of(before.get(run), after.get(run));
            if (rows.isEmpty()) {
                throw new IllegalArgumentException(
                        "comparison of runs: expected a row that could be measured both times, found none in run "
                                + run);
            }
            runs.add(rows);
            for (int row = 0; row < rows.ids().size(); row++) {
                Change earlier = changes.getOrDefault(rows.ids().get(row), new Change(0, 0));
                changes.put(rows.ids().get(row), earlier.plus(rows.change(row)));
            }
        }
        double[] differences = runs.stream().mapToDouble(PairedRows::difference).toArray();
        int[] sums = changes.values().stream().mapToInt(Change::sum).toArray();
        int[] counts = changes.values().stream().mapToInt(Change::rows).toArray();
        double difference = Spread.mean(differences);
        double questionsPValue = SignFlipTest.pValue(sums);
        return new RunsComparison(
                runs.size(),
                changes.size(),
                runs.stream().mapToInt(PairedRows::fixed).sum(),
                runs.stream().mapToInt(PairedRows::broken).sum(),
                difference,
                Spread.of(differences),
                PairedBootstrap.of(sums, counts, 0),
                questionsPValue,
                SignFlipTest.ofShares(differences),
                Verdict.of(difference, questionsPValue));
    }
}
