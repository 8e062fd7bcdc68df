package org.greater4j.web.report;

import java.util.List;
import org.greater4j.run.FeedbackHistory;
import org.greater4j.run.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * The search of a method by text feedback: what was asked for, and every prompt that was tried.
 *
 * @param requests one per purpose
 * @param rows one per prompt, in the order in which they were tried
 */
public record TriedPrompts(List<Request> requests, List<Row> rows) {
    public TriedPrompts {
        requests = List.copyOf(requests);
        rows = List.copyOf(rows);
    }

    /** Calls of one purpose. */
    public record Request(String purpose, String calls, String failed, String tokens) {}

    /**
     * A prompt.
     *
     * @param train right answers of the questions that it was put to; empty without any
     * @param dev likewise
     * @param result whether it is the run's result
     */
    public record Row(String step, String prompt, String train, String dev, boolean result) {}

    /** The search of a record; null if it is none of the kind. */
    static @Nullable TriedPrompts of(RunRecord record) {
        FeedbackHistory history = FeedbackHistory.of(record).orElse(null);
        if (history == null) {
            return null;
        }
        String result = record.result() == null
                ? ""
                : record.result().finalPrompt().text().strip();
        return new TriedPrompts(
                history.requests().stream()
                        .map(one -> new Request(
                                one.purpose(),
                                Wording.count(one.calls()),
                                Wording.count(one.failed()),
                                Wording.count(one.tokens())))
                        .toList(),
                history.prompts().stream()
                        .map(one -> new Row(
                                Integer.toString(one.step()),
                                one.prompt(),
                                part(one.train()),
                                part(one.dev()),
                                one.prompt().equals(result)))
                        .toList());
    }

    private static String part(FeedbackHistory.Part part) {
        return part.rows() == 0 ? "" : part.right() + " of " + part.rows();
    }
}
