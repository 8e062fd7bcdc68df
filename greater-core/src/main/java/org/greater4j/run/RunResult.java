package org.greater4j.run;

import java.util.List;
import org.greater4j.engine.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to; written once, at its end.
 *
 * @param initialPrompt what the run began with
 * @param finalPrompt the result
 * @param initialTrainingScore of the initial prompt: mistakes as a share plus weighted fluency loss; lower is better; null for methods
 *     that don't take it
 * @param finalTrainingScore of the final prompt
 * @param finalists the best prompts by training score with their dev accuracy, best training score first; empty without a dev split
 * @param test initial and final prompt on the test split; null if the run was told not to touch it
 * @param cost tokens of the whole run, resumed parts included
 * @param seconds wall time of the whole run, pauses between its parts excluded
 * @param steps number of steps that were done
 * @param stoppedBy why there were no more: {@code steps}, {@code budget}, {@code patience} or {@code signal}
 * @param readability fluency of the initial and the final prompt; null if the model does not tell, as those over the network
 * @param feedback what came of its calls; null for methods that don't ask in words
 * @param searchCost of these tokens, those of the search, which a budget limits: without the choice on dev and the reading of test; null in
 *     records of earlier versions
 */
public record RunResult(
        RecordedPrompt initialPrompt,
        RecordedPrompt finalPrompt,
        @Nullable Double initialTrainingScore,
        @Nullable Double finalTrainingScore,
        List<Finalist> finalists,
        @Nullable TestResult test,
        Cost cost,
        double seconds,
        int steps,
        String stoppedBy,
        @Nullable Readability readability,
        @Nullable FeedbackFigures feedback,
        @Nullable Cost searchCost) {
    public RunResult {
        finalists = List.copyOf(finalists);
    }

    /** The same as its search cost so much. */
    public RunResult withSearchCost(@Nullable Cost tokens) {
        return new RunResult(
                initialPrompt,
                finalPrompt,
                initialTrainingScore,
                finalTrainingScore,
                finalists,
                test,
                cost,
                seconds,
                steps,
                stoppedBy,
                readability,
                feedback,
                tokens);
    }

    /** The result of a method that does not ask in words, and of whose search alone nothing is known. */
    public RunResult(
            RecordedPrompt initialPrompt,
            RecordedPrompt finalPrompt,
            @Nullable Double initialTrainingScore,
            @Nullable Double finalTrainingScore,
            List<Finalist> finalists,
            @Nullable TestResult test,
            Cost cost,
            double seconds,
            int steps,
            String stoppedBy,
            @Nullable Readability readability) {
        this(
                initialPrompt,
                finalPrompt,
                initialTrainingScore,
                finalTrainingScore,
                finalists,
                test,
                cost,
                seconds,
                steps,
                stoppedBy,
                readability,
                null,
                null);
    }
}
