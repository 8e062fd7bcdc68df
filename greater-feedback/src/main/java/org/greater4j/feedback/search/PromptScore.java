package org.greater4j.feedback.search;

import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.task.Example;

/**
 * How one prompt fares on some rows.
 *
 * @param prompt its text
 * @param rows the questions
 * @param results one per row; rows that could not be measured are in no figure
 */
public record PromptScore(String prompt, List<Example> rows, List<ExampleResult> results) {
    public PromptScore {
        rows = List.copyOf(rows);
        results = List.copyOf(results);
    }

    /** Number of right answers. */
    public int right() {
        return (int) results.stream().filter(ExampleResult::right).count();
    }

    /** Number of rows that could be measured. */
    public int measured() {
        return (int) results.stream().filter(result -> result.outcome() != null).count();
    }

    /** Whether there is anything to go by: a prompt whose calls all failed is neither good nor bad, and of no use to a search. */
    public boolean isMeasured() {
        return measured() > 0;
    }

    /** Whether all rows that could be measured were answered right. */
    public boolean isPerfect() {
        return results.stream().noneMatch(ExampleResult::wrong);
    }

    /**
     * By how many right answers this prompt leads another one, among the rows that could be measured for both; a call that failed speaks
     * neither for nor against a prompt.
     *
     * @param other on the same rows; no prompt leads or trails where no row was measured for both
     */
    public int lead(PromptScore other) {
        if (!rows.equals(other.rows)) {
            throw new IllegalArgumentException("scores: expected the same rows of both prompts, found others");
        }
        return IntStream.range(0, rows.size())
                .filter(row -> results.get(row).outcome() != null
                        && other.results.get(row).outcome() != null)
                .map(row -> (right(row) ? 1 : 0) - (other.right(row) ? 1 : 0))
                .sum();
    }

    /**
     * Share of right answers among the rows that could be measured, in 0 .. 1.
     *
     * @throws GreaterException ({@code NOTHING_MEASURED}) if there are none
     */
    public double accuracy() {
        int measured = measured();
        if (measured == 0) {
            throw new GreaterException(
                    ErrorCode.NOTHING_MEASURED,
                    "score of '" + prompt + "': expected at least one row that can be measured, found " + rows.size()
                            + " failures"
                            + (results.isEmpty()
                                    ? ""
                                    : ", the first: " + results.get(0).failure()));
        }
        return (double) right() / measured;
    }

    /** Whether a row was answered right. */
    public boolean right(int row) {
        return results.get(row).right();
    }

    /** Rows that were not answered right, in order. */
    public List<WrongRow> wrong() {
        return IntStream.range(0, rows.size())
                .filter(row -> results.get(row).wrong())
                .mapToObj(row -> new WrongRow(rows.get(row), results.get(row)))
                .toList();
    }

    /** A row that was not answered right. */
    public record WrongRow(Example example, ExampleResult result) {}
}
