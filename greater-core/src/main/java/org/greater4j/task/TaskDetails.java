package org.greater4j.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task may have besides its questions, each with a sensible default.
 *
 * @param metric decides which readable answers are right
 * @param stopWords texts at which a reply ends, besides the closing quote and the line's end; what follows is not read
 * @param parts in which the data set is published; null if a split is free to mix all examples
 * @param sizes of a split that are usual for the task; null if there are none
 * @param licence of the examples; null if unknown
 * @param version of the examples; null if unknown
 */
public record TaskDetails(
        Metric metric,
        List<String> stopWords,
        @Nullable PublishedParts parts,
        @Nullable SplitSizes sizes,
        @Nullable String licence,
        @Nullable String version) {
    /** A task that has nothing special. */
    public static final TaskDetails NONE = new TaskDetails(StandardMetric.EXACT, List.of(), null, null, null, null);

    public TaskDetails {
        stopWords = List.copyOf(stopWords);
        if (stopWords.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop words: expected texts, found an empty one");
        }
    }

    public TaskDetails withMetric(Metric other) {
        return new TaskDetails(other, stopWords, parts, sizes, licence, version);
    }

    public TaskDetails withStopWords(List<String> others) {
        return new TaskDetails(metric, others, parts, sizes, licence, version);
    }

    public TaskDetails withParts(@Nullable PublishedParts others) {
        return new TaskDetails(metric, stopWords, others, sizes, licence, version);
    }

    public TaskDetails withSizes(@Nullable SplitSizes others) {
        return new TaskDetails(metric, stopWords, parts, others, licence, version);
    }

    public TaskDetails withLicence(@Nullable String newLicence, @Nullable String newVersion) {
        return new TaskDetails(metric, stopWords, parts, sizes, newLicence, newVersion);
    }
}
