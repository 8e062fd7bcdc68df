package org.greater4j.app.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.greater4j.app.Methods;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.memory.AvailableMemory;
import org.greater4j.app.memory.ModelShape;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What a run will take, before it begins.
 *
 * <p>Tokens are counted as the plain reading of the method spends them, with chains as long as they may be and a token for every
 * {@value #SIGNS_A_TOKEN} signs of text; what pruning and drafts save is left out, so that the figure is one that a run stays below.
 *
 * @param tokens through the model, at most; null for a method by text feedback without a limit of tokens, which decides itself what it asks
 * @param seconds at most; null if that or the rate is not known
 * @param memoryBytes most memory; null for a model that is not on this machine yet
 * @param availableBytes memory that is free now
 */
public record RunEstimate(
        @Nullable Long tokens,
        @Nullable Double seconds,
        @Nullable Long memoryBytes,
        long availableBytes) {
    private static final int SIGNS_A_TOKEN = 4;
    /** The chat around a question, the extractor and the answer. */
    private static final int FRAME_TOKENS = 40;

    /**
     * The estimate for a run.
     *
     * @param task its task, loaded
     * @param tokensASecond rate of earlier runs with its model here; null if there are none
     */
    public static RunEstimate of(RunConfig config, Task task, Models models, @Nullable Double tokensASecond) {
        Long tokens = tokens(config, task);
        return new RunEstimate(
                tokens,
                tokens == null || tokensASecond == null ? null : tokens / tokensASecond,
                memory(config, models),
                AvailableMemory.now().bytes());
    }

    /** Whether there is room for it; true if that is not known. */
    public boolean fits() {
        return memoryBytes == null || memoryBytes <= availableBytes;
    }

    static @Nullable Long tokens(RunConfig config, Task task) {
        @Nullable Long limit = config.budget().tokens();
        boolean feedback = Methods.of(config.method()).usesFeedback();
        if (feedback && limit == null) {
            return null;
        }
        boolean searches = Methods.of(config.method()).searches();
        double signs = task.examples().stream()
                .map(Example::question)
                .mapToInt(String::length)
                .average()
                .orElse(0);
        long question = Math.round(signs / SIGNS_A_TOKEN) + FRAME_TOKENS;
        long prompt = Math.max(1, config.init().length() / SIGNS_A_TOKEN);
        long row = question + prompt + config.maxNewTokens();
        // a step: its trials, one pass with gradient, and the proposals
        long step = config.sizes().train() * ((trials(config.search()) + 1) * row + question + prompt);
        long search = config.sizes().train() * row + (searches ? config.search().steps() * step : 0);
        long dev = (long) config.sizes().dev() * (searches ? config.search().finalists() + 1 : 1) * row;
        long test = config.measureTest() ? config.sizes().test() * (searches ? 2L : 1L) * row : 0;
        if (limit != null) {
            search = feedback ? limit : Math.min(search, limit + step);
        }
        return search + dev + test;
    }

    // the current token is one more where it competes, and is looked at once more where there must be evidence against
    // it
    private static int trials(GreaterSettings search) {
        return search.trials() + (search.keepIncumbent() ? 1 : 0) + (search.evidence() > 0 ? 1 : 0);
    }

    private static @Nullable Long memory(RunConfig config, Models models) {
        Optional<Path> path = models.pathOf(config.model());
        return path.flatMap(ModelShape::read)
                .map(shape -> Models.memory(shape, config).totalBytes())
                .orElse(null);
    }
}
