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
