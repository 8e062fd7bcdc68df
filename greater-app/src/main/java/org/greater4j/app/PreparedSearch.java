package org.greater4j.app;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.FiniteAnswers;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.Optimizer;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.Task;

/**
 * A search that is wired but not begun: the same for runs, which record it, and for benchmarks, which time it.
 *
 * @param config what it was told
 * @param model stays the caller's
 * @param framing how prompts are put to the model
 * @param examples the training examples
 * @param frames their frames, in order
 * @param initial the prompt to begin with
 * @param longestPrompt most tokens of a prompt with which every question of all parts fits the model's context
 */
public record PreparedSearch(
        RunConfig config,
        GradientModel model,
        Framing framing,
        List<Example> examples,
        List<Frame> frames,
        Prompt initial,
        int longestPrompt) {
    public PreparedSearch {
        examples = List.copyOf(examples);
        frames = List.copyOf(frames);
    }

    /**
     * Finds what is wrong with prompt and task before any work is done.
     *
     * @throws GreaterException ({@code INVALID_PROMPT}, {@code INVALID_OPTION}, {@code TEMPLATE_REFUSED}, {@code CONTEXT_TOO_SHORT})
     */
    public static PreparedSearch of(RunConfig config, Task task, Split split, GradientModel model) {
        Framing framing = config.framing(model);
        List<Frame> frames = framing.frames(split.train(), task.extractor());
        Prompt initial = framing.prompt(config.init(), split.train(), frames);
        checkFiller(config, framing);
        int longestPrompt = longestPrompt(config, task, split, model, framing, initial);
        return new PreparedSearch(config, model, framing, split.train(), frames, initial, longestPrompt);
    }

    /** Opens the session that the search asks. */
    public ReasoningSession open() {
        SessionSettings settings = config.session(framing.tokenizer());
        return new FiniteAnswers(
                model.open(frames, settings), examples.stream().map(Example::id).toList());
    }

    /** The method, with its parameters. */
    public Optimizer optimizer() {
        return Methods.of(config.method()).optimizer(this);
    }

    /** Whether a prompt's text keeps its ids in the turn of every training example. */
    public boolean roundTrips(Prompt prompt) {
        return framing.roundTrips(prompt, examples, frames);
    }

    private static void checkFiller(RunConfig config, Framing framing) {
        int length = framing.tokenizer().encode(config.search().filler()).length;
        if (length != 1) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--filler: expected a text of one token, found '"
                            + config.search().filler() + "' of " + length + "; give another, such as _");
        }
    }

    private static int longestPrompt(
            RunConfig config, Task task, Split split, GradientModel model, Framing framing, Prompt prompt) {
        int extractor = framing.tokenizer().encode(task.extractor()).length;
        List<Example> all = new ArrayList<>(split.train());
        all.addAll(split.dev());
        all.addAll(split.test());
        int most = Integer.MAX_VALUE;
        for (Example example : all) {
            int needed = framing.encodeTurn(example.question(), prompt.text()).length
                    + config.maxNewTokens()
                    + extractor
                    + framing.tokenizer().encode(example.answer()).length;
            if (needed > model.info().contextLength()) {
                throw new GreaterException(
                        ErrorCode.CONTEXT_TOO_SHORT,
                        "example " + example.id() + ": expected at most "
                                + model.info().contextLength()
                                + " tokens (the model's context), found " + needed + " with the prompt's "
                                + prompt.length()
                                + " and " + config.maxNewTokens()
                                + " for the chain; shorten the prompt, or lower --max-new-tokens");
            }
            most = Math.min(most, model.info().contextLength() - needed + prompt.length());
        }
        return most;
    }
}
