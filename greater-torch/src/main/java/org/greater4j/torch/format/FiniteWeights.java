package org.greater4j.torch.format;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Refuses weights that are infinite or not a number, while they are in the processor's cache anyway. */
final class FiniteWeights {
    private static final int MAGNITUDE = 0x7fffffff;
    /** Bits of infinity; what is above is not a number. */
    private static final int INFINITY = 0x7f800000;

    private FiniteWeights() {}

    /**
     * Checks weights that were read.
     *
     * @param from first index in {@code weights}
     * @param first index in the tensor of the weight at {@code from}
     * @param place names file and tensor
     * @throws GreaterException ({@code INVALID_MODEL}) naming the first weight that is not finite
     */
    static void check(float[] weights, int from, int count, long first, String place) {
        int largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(weights[i]) & MAGNITUDE);
        }
        if (largest < INFINITY) {
            return;
        }
        int at = from;
        while (Float.isFinite(weights[at])) {
            at++;
        }
        throw new GreaterException(
                ErrorCode.INVALID_MODEL,
                place + ": expected finite weights, found " + weights[at] + " at index " + (first + at - from)
                        + "; the file is damaged or its training diverged: fetch it again or take another model");
    }
}
