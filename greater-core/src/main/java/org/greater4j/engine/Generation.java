package org.greater4j.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a model wrote.
 *
 * @param chain the ids of its reasoning, without the end token
 * @param ended whether the model ended the chain by itself, before the limit
 * @param answer the ids after the lead; empty without one
 * @param failure why this text got no continuation, while others did: an endpoint that refused it, say; null if all went well. A failed
 *     text is no wrong answer: it is counted apart
 */
public record Generation(
        int[] chain, boolean ended, int[] answer, @Nullable String failure) {
    public Generation(int[] chain, boolean ended, int[] answer) {
        this(chain, ended, answer, null);
    }

    /** A text that got no continuation. */
    public static Generation failed(String reason) {
        return new Generation(new int[0], false, new int[0], reason);
    }
}
