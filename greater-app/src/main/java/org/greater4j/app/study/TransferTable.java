package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.Spread;
import org.greater4j.evaluate.TasksComparison;
import org.jspecify.annotations.Nullable;

/**
 * What prompts are worth on models that they were not found on, in the shape of the paper's table 3.
 *
 * @param entries one per target model, source model, method and task
 * @param means one per target model, source model and method, where the target has several tasks that all of them have
 * @param missing runs that could not be measured on a model and why, one a line
 */
public record TransferTable(List<Entry> entries, List<Mean> means, List<String> missing) {
    public TransferTable {
        entries = List.copyOf(entries);
        means = List.copyOf(means);
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

    /**
     * A target's mean over its tasks, the same for everything that was measured there.
     *
     * @param tasks that all sources and methods of the target have, with rows that could be compared
     * @param initial mean over these tasks of the accuracy under initial prompts
     * @param transferred the same under the prompts that were found
     * @param comparison of the two, each task one observation
     */
    public record Mean(
            String to,
            String from,
            String method,
            List<String> tasks,
            double initial,
            double transferred,
            TasksComparison comparison) {
        public Mean {
            tasks = List.copyOf(tasks);
        }
    }

    private record Source(String from, String method) {}

    /** The table of some entries, with their means. */
    static TransferTable of(List<Entry> entries, List<String> missing) {
        Map<String, Map<Source, Map<String, Entry>>> targets = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Map<String, Entry> tasks = targets.computeIfAbsent(entry.to(), to -> new LinkedHashMap<>())
                    .computeIfAbsent(new Source(entry.from(), entry.method()), source -> new LinkedHashMap<>());
            if (entry.comparison() != null) {
                tasks.put(entry.task(), entry);
            }
        }
        List<Mean> means = new ArrayList<>();
        targets.forEach((to, sources) -> {
            Set<String> tasks = new LinkedHashSet<>();
            sources.values().forEach(one -> tasks.addAll(one.keySet()));
            sources.values().forEach(one -> tasks.retainAll(one.keySet()));
            if (tasks.size() > 1) {
                sources.forEach((source, one) -> means.add(mean(tasks.stream()
                        .map(task -> Objects.requireNonNull(one.get(task)))
                        .toList())));
            }
        });
        return new TransferTable(entries, means, missing);
    }

    /** @param entries of one target, source and method, each with a comparison */
    private static Mean mean(List<Entry> entries) {
        Entry first = entries.get(0);
        return new Mean(
                first.to(),
                first.from(),
                first.method(),
                entries.stream().map(Entry::task).toList(),
                Spread.mean(entries.stream()
                        .mapToDouble(entry -> entry.initial().mean())
                        .toArray()),
                Spread.mean(entries.stream()
                        .mapToDouble(entry -> entry.transferred().mean())
                        .toArray()),
                TasksComparison.of(entries.stream()
                        .map(Entry::comparison)
                        .flatMap(Stream::ofNullable)
                        .toList()));
    }

    /** The table in Markdown. */
    public String markdown() {
        return MarkdownText.of("Transfer", new TransferGrids(this).all());
    }
}
