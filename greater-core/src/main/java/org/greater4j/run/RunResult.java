package org.greater4j.run;

import java.util.List;
import org.greater4j.engine.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to; written once, at its end.
 *
 * @param initialPrompt what the run began with
 * @param finalPrompt the result
 * @param initialTrainingScore of the initial prompt: mistakes as a share plus weighted fluency loss; lower is better
 * @param finalTrainingScore of the final prompt
 * @param finalists the best prompts by training score with their dev accuracy, best training score first; empty without a dev split
 * @param test initial and final prompt on the test split; null if the run was told not to touch it
 * @param cost tokens of the whole run, resumed parts included
 * @param seconds wall time of the whole run, pauses between its parts excluded
 * @param steps number of steps that were done
 * @param stoppedBy why there were no more: {@code steps}, {@code budget}, {@code patience} or {@code signal}
 * @param readability fluency of the initial and the final prompt
 */
public record RunResult(
        RecordedPrompt initialPrompt,
        RecordedPrompt finalPrompt,
        double initialTrainingScore,
        double finalTrainingScore,
        List<Finalist> finalists,
        @Nullable TestResult test,
        Cost cost,
        double seconds,
        int steps,
        String stoppedBy,
        Readability readability) {
    public RunResult {
        finalists = List.copyOf(finalists);
    }
}
