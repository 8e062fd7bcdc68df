package org.greater4j.run;

import org.greater4j.engine.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What came of the calls of a search by text feedback.
 *
 * @param optimizer the model that wrote prompts, as it names itself
 * @param calls of that model, repairs included
 * @param failed calls without a reply
 * @param repairs second requests, after replies that could not be read
 * @param proposals texts that were asked for and could be read
 * @param noProposals texts that were asked for and did not come
 * @param unusable prompts that were read but can't be put to the task model
 * @param answers questions that the task model answered in the search
 * @param optimizerCost tokens of the model that wrote prompts; the rest of the run's cost is the task model's
 * @param remote what calls over the network took; null if both models are of this machine
 */
public record FeedbackFigures(
        String optimizer,
        int calls,
        int failed,
        int repairs,
        int proposals,
        int noProposals,
        int unusable,
        int answers,
        Cost optimizerCost,
        @Nullable RemoteFigures remote) {}
