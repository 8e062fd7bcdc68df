package org.greater4j.app.study;

import java.util.List;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.TasksComparison;
import org.jspecify.annotations.Nullable;

/**
 * What a study came to: held-out accuracy by task and method, and by data set and method as in the paper's table 1.
 *
 * @param name of the study
 * @param models in their order
 * @param tasks in their order
 * @param methods in their order
 * @param seeds in their order
 * @param reference the method that the others are compared with; null without one
 * @param rival the search by gradients that searches by text feedback are compared with besides; null without either
 * @param entries one per model, task and method with a finished run, in this order
 * @param means over tasks, one per model, group of tasks and method
 * @param summaries in the shape of the paper's table 1: one per model, data set and method; none in tables of older versions
 * @param missing cells without a result and why, one a line
 * @param differences between the programs, threads and libraries that the runs were done with, one a line; none in tables of older versions
 */
public record StudyTable(
        String name,
        List<String> models,
        List<String> tasks,
        List<String> methods,
        List<Long> seeds,
        @Nullable String reference,
        @Nullable String rival,
        List<Entry> entries,
        List<Mean> means,
        List<Summary> summaries,
        List<String> missing,
        List<String> differences) {
    public StudyTable {
        models = List.copyOf(models);
        tasks = List.copyOf(tasks);
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        entries = List.copyOf(entries);
        means = List.copyOf(means);
        // absent from the files of older versions
        summaries = summaries == null ? List.of() : List.copyOf(summaries);
        missing = List.copyOf(missing);
        // absent from the files of older versions
        differences = differences == null ? List.of() : List.copyOf(differences);
    }

    /** A table of runs that were done alike, without summaries. */
    public StudyTable(
            String name,
            List<String> models,
            List<String> tasks,
            List<String> methods,
            List<Long> seeds,
            @Nullable String reference,
            @Nullable String rival,
            List<Entry> entries,
            List<Mean> means,
            List<String> missing) {
        this(name, models, tasks, methods, seeds, reference, rival, entries, means, List.of(), missing, List.of());
    }

    /** The same table of runs that were done under different conditions. */
    public StudyTable withDifferences(List<String> found) {
        return new StudyTable(
                name, models, tasks, methods, seeds, reference, rival, entries, means, summaries, missing, found);
    }

    /**
     * The runs of one method on one task with one model.
     *
     * @param accuracy on the test rows, over seeds
     * @param comparison with the reference on the same rows; null for the reference itself and without its runs
     * @param againstRival comparison with the rival on the same rows; null for the rival itself and without its runs
     * @param paper the paper's accuracy, in 0 .. 1; null if it has none for this model, task and method
     * @param dev accuracy of the results on the dev rows that they were chosen on, mean of the runs; null if nothing was chosen on such
     * @param searchTokens through the models in the search, which a budget limits, mean of the runs; null if a run does not tell
     * @param tokens through the models in all, mean of the runs
     * @param seconds wall time, mean of the runs
     * @param calls in the search, mean of the runs: of the model that writes prompts, and questions to the one that answers; null for methods
     *     that don't ask in words
     * @param noProposals share of the texts asked for that did not come or could not be read; null likewise
     * @param money for calls over the network, at the most, mean of the runs; null without such calls, or where a price is not known
     * @param currency of the money; null without calls over the network
     * @param runs one per seed
     */
    public record Entry(
            String model,
            String task,
            String method,
            RunsAccuracy accuracy,
            @Nullable RunsComparison comparison,
            @Nullable RunsComparison againstRival,
            @Nullable Double paper,
            @Nullable Double dev,
            @Nullable Double searchTokens,
            double tokens,
            double seconds,
            @Nullable Double calls,
            @Nullable Double noProposals,
            @Nullable Double money,
            @Nullable String currency,
            List<Run> runs) {
        public Entry {
            runs = List.copyOf(runs);
        }
    }

    /**
     * One run.
     *
     * @param seed of split and search
     * @param directory below that of the study
     * @param accuracy on the test rows
     * @param rows number of test rows
     * @param initialPrompt what the run began with
     * @param finalPrompt what was measured
     * @param tokens through the model
     * @param seconds wall time
     */
    public record Run(
            long seed,
            String directory,
            double accuracy,
            int rows,
            String initialPrompt,
            String finalPrompt,
            long tokens,
            double seconds) {}

    /**
     * The mean of one method over several tasks: those that every method of the study finished with this model.
     *
     * @param group which tasks: {@code all} or {@code bbh}
     * @param tasks number of tasks
     * @param mean of the tasks' mean accuracies
     * @param spread sample standard deviation, over seeds, of the mean over tasks; null for one seed
     * @param comparison with the reference, task by task; null for the reference itself and without its runs
     * @param againstRival comparison with the rival, task by task; null for the rival itself and without its runs
     * @param paper the paper's mean over the same tasks, in 0 .. 1; null if it has none
     */
    public record Mean(
            String model,
            String group,
            int tasks,
            String method,
            double mean,
            @Nullable Double spread,
            @Nullable TasksComparison comparison,
            @Nullable TasksComparison againstRival,
            @Nullable Double paper) {}

    /**
     * One method on one data set of the paper, or on all tasks that are in none of them.
     *
     * @param dataSet {@code gsm8k}, {@code bbh}, {@code folio} or {@code other}
     * @param tasks number of tasks; of several, those that every method of the study finished with this model
     * @param mean of the tasks' mean accuracies
     * @param spread sample standard deviation, over seeds, of the mean over tasks; null for one seed
     * @param paper the paper's figure, in 0 .. 1; null if it has none for these tasks, this model and method
     */
    public record Summary(
            String model,
            String dataSet,
            int tasks,
            String method,
            double mean,
            @Nullable Double spread,
            @Nullable Double paper) {}

    /** The entry of a place in the table, or null. */
    public @Nullable Entry entry(String model, String task, String method) {
        return entries.stream()
                .filter(entry -> entry.model().equals(model)
                        && entry.task().equals(task)
                        && entry.method().equals(method))
                .findFirst()
                .orElse(null);
    }
}
