package org.greater4j.task;

/**
 * Decides whether an answer that could be read counts as right.
 *
 * <p>What cannot be read is unanswered before any metric sees it. A program may bring its own: give the object to
 * {@link TaskDetails#withMetric}, or, for the command line, name the class in {@code META-INF/services/org.greater4j.task.Metric} and
 * select it by its {@link #label}. Without state; thread-safe. A metric that throws makes its example an error, never a wrong answer.
 */
public interface Metric {
    /** Short name for records, {@code --metric} and task files. */
    String label();

    /**
     * Whether an answer is right.
     *
     * @param format that read both
     * @param expected the right answer, normalised
     * @param given what the model answered, as {@link AnswerFormat#parse} read it
     */
    boolean accepts(AnswerFormat format, String expected, String given);
}
