package org.greater4j.torch.generate;

import org.greater4j.error.NotFiniteException;
import org.jspecify.annotations.Nullable;

/** A text that goes on in a row of a {@link ContinuousBatch}: a small machine that feeds tokens and is told what the model makes of them. */
public interface Continuation {
    /**
     * What to put through the model next; null when the text is done and its row is free.
     *
     * @param others rows that are busy besides this one, for those who weigh how much to draft
     */
    @Nullable
    Feed next(int others);

    /** Hears, before the answer to the last feed, the V logits that it asked for by {@link Feed#draws}. */
    default void logits(float[] logits) {
        throw new IllegalStateException("expected no logits: none were asked for");
    }

    /**
     * Hears the answer to the last feed.
     *
     * @param likeliest the argmax after each wanted token
     * @param logProbabilities of the targets; meaningless where there was none
     * @return how many of the fed tokens stay in the row; the rest are forgotten
     */
    int answered(int[] likeliest, double[] logProbabilities);

    /** The error about an answer to the last feed that holds no largest number, with what this text is of. */
    NotFiniteException notFinite(double found);
}
