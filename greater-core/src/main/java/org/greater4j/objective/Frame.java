package org.greater4j.objective;

import java.util.Arrays;

/**
 * The ids around the prompt in one example: the loss is taken on {@code head ‖ prompt ‖ tail ‖ chain ‖ extractor ‖ answer} (S_j of the
 * paper's section 3). Placement decides whether the question is in the head or in the tail; nothing else differs.
 *
 * @param head chat template up to the prompt
 * @param tail the template from the prompt to the assistant's header
 * @param extractor the extractor text
 * @param answer the right answer, at least one id
 */
public record Frame(int[] head, int[] tail, int[] extractor, int[] answer) {
    public Frame {
        if (head.length == 0 || answer.length == 0) {
            throw new IllegalArgumentException("expected a head and an answer of at least one token each, found "
                    + head.length + " and " + answer.length);
        }
    }

    /** {@code head ‖ prompt ‖ tail}, after which the model reasons. */
    public int[] turn(int[] prompt) {
        return concatenate(head, prompt, tail);
    }

    /** Joins some arrays of ids. */
    public static int[] concatenate(int[]... parts) {
        int length = 0;
        for (int[] part : parts) {
            length += part.length;
        }
        int[] joined = new int[length];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && Arrays.equals(head, frame.head)
                && Arrays.equals(tail, frame.tail)
                && Arrays.equals(extractor, frame.extractor)
                && Arrays.equals(answer, frame.answer);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(head) + Arrays.hashCode(tail);
    }
}
