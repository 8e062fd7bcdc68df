package org.greater4j.torch.session;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Ends the work at the first number that is not finite, and names the training example that it came from. */
final class FiniteNumbers {
    private FiniteNumbers() {}

    /**
     * Checks what was computed for an example.
     *
     * @param work what was being done, the beginning of the message
     * @param example the example's index
     * @throws GreaterException ({@code NUMBER_NOT_FINITE})
     */
    static void check(String work, int example, double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new GreaterException(
                        ErrorCode.NUMBER_NOT_FINITE,
                        work + " of training example " + (example + 1) + ": expected finite numbers, found " + value
                                + "; try --dtype float32, and check the model file");
            }
        }
    }
}
