package org.greater4j.app.study;

import java.util.List;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.jspecify.annotations.Nullable;

/**
 * What prompts are worth on models that they were not found on, in the shape of the paper's table 3.
 *
 * @param entries one per target model, source model, method and task
 * @param missing runs that could not be measured on a model and why, one a line
 */
public record TransferTable(List<Entry> entries, List<String> missing) {
    public TransferTable {
        entries = List.copyOf(entries);
        missing = List.copyOf(missing);
    }

    /**
     * The prompts that one method found for one task on one model, measured on another.
     *
     * @param to the model that they were measured on
     * @param from the model that they were found on
     * @param method that found them
     * @param initial accuracy of the runs' initial prompts on the target model
     * @param transferred accuracy of the prompts that were found, on the same rows
     * @param comparison of the two, row by row; null if no row could be measured under both
     * @param runs that the prompts come from
     */
    public record Entry(
            String to,
            String from,
            String method,
            String task,
            RunsAccuracy initial,
            RunsAccuracy transferred,
            @Nullable RunsComparison comparison,
            List<String> runs) {
        public Entry {
            runs = List.copyOf(runs);
        }
    }

    /** The table in Markdown. */
    public String markdown() {
        return MarkdownText.of("Transfer", new TransferGrids(this).all());
    }
}
