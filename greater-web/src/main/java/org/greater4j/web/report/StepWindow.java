package org.greater4j.web.report;

/**
 * Some steps in a row.
 *
 * @param first of them; 0 is the initial prompt
 * @param last of them
 */
public record StepWindow(int first, int last) {
    /** Every step. */
    public static final StepWindow ALL = new StepWindow(0, Integer.MAX_VALUE);

    /** The last so many of some steps. */
    public static StepWindow last(int size, int steps) {
        return new StepWindow(Math.max(0, steps - size + 1), steps);
    }

    /** As many steps from one on. */
    public static StepWindow from(int first, int size) {
        return new StepWindow(first, first + size - 1);
    }

    /** Whether a step is among them. */
    public boolean contains(int step) {
        return first <= step && step <= last;
    }
}
