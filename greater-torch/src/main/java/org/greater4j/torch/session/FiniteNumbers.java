package org.greater4j.torch.session;

import org.greater4j.error.NotFiniteException;

/** Ends the work at the first number that is not finite, and names the training example that it came from. */
final class FiniteNumbers {
    private FiniteNumbers() {}

    /**
     * Checks what was computed for an example.
     *
     * @param work what was being done, the beginning of the message
     * @param example the example's index
     * @throws NotFiniteException about the first that is not
     */
    static void check(String work, int example, double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw error(work, example, value);
            }
        }
    }

    /** The error about a number that is not finite. */
    static NotFiniteException error(String work, int example, double found) {
        return new NotFiniteException(work + " of training example", example, found);
    }
}
