package org.greater4j.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Respondent} wrote on one question, as text.
 *
 * @param chain its reasoning, without the end token
 * @param chainTokens length of the reasoning in tokens; an estimate where a model does not tell
 * @param ended whether it ended the reasoning by itself; false if it was cut off at the limit
 * @param answer what it wrote when it was led to its answer
 * @param likeliestOption the question's option that it finds the likeliest; null if there are none or it can't tell
 * @param failure why there is no reply; null if there is one. A failure is no wrong answer: it is counted apart
 */
public record Reply(
        String chain,
        int chainTokens,
        boolean ended,
        String answer,
        @Nullable String likeliestOption,
        @Nullable String failure) {
    /** A reply without scored options. */
    public Reply(String chain, int chainTokens, boolean ended, String answer) {
        this(chain, chainTokens, ended, answer, null, null);
    }

    /** A question that got no reply. */
    public static Reply failed(String reason) {
        return new Reply("", 0, false, "", null, reason);
    }
}
