package org.greater4j.app;

import java.util.List;
import java.util.Optional;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.Prices;
import org.greater4j.objective.Prompt;
import org.greater4j.run.Readability;
import org.jspecify.annotations.Nullable;

/**
 * The model that answers a run's questions, with all that a search by text feedback wants to know of it: on this machine a {@link
 * LocalAsked}, elsewhere a {@link RemoteAsked}.
 */
interface AskedModel {
    ModelInfo info();

    /** Asks and judges. */
    Evaluator evaluator();

    /** Tokens that answers took up to now. */
    Cost cost();

    /**
     * A prompt out of a text.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_PROMPT}) if the text can be none
     */
    Prompt prompt(String text);

    /** What keeps a sound prompt from being asked with every question; empty if nothing does. */
    Optional<String> problem(Prompt prompt);

    /** Tokens that a question takes on the average, with the initial prompt, and a reply of half its limit. */
    int tokensPerRow();

    /** The same model as the one that writes prompts; closing that leaves this one open. */
    OptimizerModel itself();

    /**
     * How the prompts read to the model; null if it does not tell.
     *
     * @param look has the work ended by throwing
     */
    @Nullable
    Measured readability(Prompt initial, Prompt chosen, Runnable look);

    /** A {@link Readability} and what it took. */
    record Measured(Readability readability, Cost cost) {}

    /** What some questions would take over the network at the most; null if they stay on this machine. */
    @Nullable
    CallEstimate estimate(List<PromptedExample> asked, Prices prices);
}
