package org.greater4j.engine;

import java.util.List;
import org.greater4j.objective.Prompt;

/**
 * What an optimiser may ask about a prompt over a fixed set of training examples. Not thread-safe; owns caches; close it.
 *
 * <p>A session is stateful on purpose: question caches, earlier chains and earlier assessments live in it, so that an optimiser stays a
 * pure function over its answers. It is a map over examples followed by a reduction.
 */
public interface ReasoningSession extends AutoCloseable {
    /**
     * Asks every example for the likeliest tokens after {@code head ‖ p_<position} (method: step 1).
     *
     * @param position in 0 .. L-1; the token before it is never proposed
     * @param k at least 1; capped at the number of tokens that may be proposed
     */
    Proposals propose(Prompt prompt, int position, int k);

    /**
     * Takes the gradient over reasoning, with the chains of the prompt as it is (method: step 2).
     *
     * @param candidates C ids, the token at the position among them
     */
    TokenGradient gradient(Prompt prompt, int position, int[] candidates);

    /** Lets the model reason under each prompt and scores the answers (method: step 3); one assessment per prompt, in order. */
    List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff);

    /**
     * Takes over an assessment from an earlier session over the same examples, as a resumed run does; an incomplete one saves the examples
     * that it holds.
     */
    void remember(Assessment assessment);

    /**
     * Brings caches to where a step at a position leaves them, and forgets what suggested chains to that step: then what comes next takes the
     * work that it takes in an unbroken run, and rounds as it does there. Answers do not depend on it otherwise.
     *
     * @param prompt that the step began with
     */
    default void standAt(Prompt prompt, int position) {}

    /** Tokens spent since the session was opened. */
    Cost cost();

    /** How the answers were come by since the session was opened. */
    Statistics statistics();

    /** Replaces the listener of later questions. */
    void listen(WorkListener listener);

    @Override
    void close();
}
