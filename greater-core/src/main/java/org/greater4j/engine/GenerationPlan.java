package org.greater4j.engine;

import java.util.BitSet;

/**
 * How to continue some texts greedily: reason first, then be led to the answer.
 *
 * @param maxNewTokens most tokens of the chain; it ends before the end token
 * @param lead ids appended to the chain (the extractor); with none, nothing is generated after the chain
 * @param maxAnswerTokens most tokens after the lead
 * @param answerStops ids that end the answer and belong to it
 */
public record GenerationPlan(int maxNewTokens, int[] lead, int maxAnswerTokens, BitSet answerStops) {
    /** A plan for chains alone. */
    public static GenerationPlan chains(int maxNewTokens) {
        return new GenerationPlan(maxNewTokens, new int[0], 0, new BitSet());
    }
}
