package org.greater4j.engine;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to continue some texts: reason first, then be led to the answer.
 *
 * @param maxNewTokens most tokens of the chain; it ends before the end token
 * @param lead ids appended to the chain (the extractor); with none, nothing is generated after the chain
 * @param maxAnswerTokens most tokens after the lead, always the likeliest ones
 * @param answerStops ids that end the answer and belong to it
 * @param stopWords texts that end the chain as soon as it holds one of them; the tokens that it came with belong to the chain
 * @param draws how the chain's tokens are drawn; null takes the likeliest
 */
public record GenerationPlan(
        int maxNewTokens,
        int[] lead,
        int maxAnswerTokens,
        BitSet answerStops,
        List<String> stopWords,
        @Nullable Draws draws) {
    public GenerationPlan {
        stopWords = List.copyOf(stopWords);
        if (stopWords.contains("")) {
            throw new IllegalArgumentException("stop words: expected at least one character each, found an empty one");
        }
    }

    /** A plan that takes the likeliest tokens and knows no stop words. */
    public GenerationPlan(int maxNewTokens, int[] lead, int maxAnswerTokens, BitSet answerStops) {
        this(maxNewTokens, lead, maxAnswerTokens, answerStops, List.of(), null);
    }

    /** A plan for chains alone. */
    public static GenerationPlan chains(int maxNewTokens) {
        return new GenerationPlan(maxNewTokens, new int[0], 0, new BitSet());
    }

    /** A plan for chains alone, drawn. */
    public static GenerationPlan drawn(int maxNewTokens, List<String> stopWords, Draws draws) {
        return new GenerationPlan(maxNewTokens, new int[0], 0, new BitSet(), stopWords, draws);
    }
}
