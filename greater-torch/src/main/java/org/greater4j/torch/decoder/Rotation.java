package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Rotary embedding of some tokens: pairs of numbers half a head apart turn by an angle that grows with the token's position.
 *
 * @param cosines [.., D]
 * @param signedSines [.., D], negated in the first half of every head
 */
record Rotation(Tensor cosines, Tensor signedSines) {
    /** Turns heads [.., D]. */
    Tensor turn(Tensor heads) {
        return heads.mul(cosines).addcmul(half(heads), signedSines);
    }

    /** Turns heads back, which is also the derivative of {@link #turn}. */
    Tensor turnBack(Tensor heads) {
        return heads.mul(cosines).addcmul(half(heads), signedSines, MINUS_ONE);
    }

    private static final Scalar MINUS_ONE = kept();

    private static Scalar kept() {
        Scalar scalar = new Scalar(-1.0);
        scalar.retainReference();
        return scalar;
    }

    private static Tensor half(Tensor heads) {
        long[] by = {heads.size(heads.dim() - 1) / 2};
        return heads.roll(by, LAST);
    }

    private static final long[] LAST = {-1};
}
