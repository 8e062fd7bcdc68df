package org.greater4j.evaluate;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Whoever answers the questions of a task under a prompt: it reasons, and is then led to its answer.
 *
 * <p>What an {@link Evaluator} needs of a model, and all of it is text. A model behind token ids answers through a {@link TokenRespondent};
 * one that is reached by a chat protocol has no ids to show and answers by an implementation of its own. Neither sees the right answers.
 */
public interface Respondent {
    /**
     * Asks some examples, each under its prompt.
     *
     * @param finished told the number of finished pairs, at least whenever it grows; may end the work by throwing
     * @return one reply per pair, in order
     * @throws org.greater4j.error.GreaterException if nothing can be asked any more; what one question alone failed by is its
     *     {@link Reply#failure}
     */
    List<Reply> ask(List<PromptedExample> asked, IntConsumer finished);

    /** Tokens that a question takes at the most, read and generated, when it is asked without its options. */
    long mostTokens(PromptedExample question);

    /** Like {@link #ask}, and tells the {@linkplain Reply#likeliestOption likeliest options} where that is possible. */
    default List<Reply> askWithOptions(List<PromptedExample> asked, IntConsumer finished) {
        return ask(asked, finished);
    }
}
