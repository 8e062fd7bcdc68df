package org.greater4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.objective.Placement;
import org.greater4j.task.SplitSizes;
import org.jspecify.annotations.Nullable;

/**
 * All that the evaluation of one prompt can be told.
 *
 * @param model a catalogue name, the path of a GGUF file or folder, a name on the hub, or a {@linkplain RemoteName remote} one
 * @param task which task, and how its source is read
 * @param sizes examples per part of the split
 * @param part which part is asked
 * @param limit most examples that are asked, from the part's front; null asks all
 * @param seed of the split
 * @param maxNewTokens most tokens of a reasoning chain
 * @param placement where the prompt stands in the chat
 * @param frozenBefore text right before the prompt
 * @param frozenAfter text right after the prompt
 * @param prompt the prompt; the empty text asks the bare questions
 * @param spelled whether the prompt is put there letter by letter, as a run's {@code prompt.txt} is to be; else a person typed it, and it
 *     gets the space that its placement wants
 * @param dtype {@code auto}, {@code float32} or {@code bfloat16}
 * @param device {@code auto}, {@code cpu} or {@code cuda}
 */
public record EvaluationConfig(
        String model,
        TaskChoice task,
        SplitSizes sizes,
        SplitPart part,
        @Nullable Integer limit,
        long seed,
        int maxNewTokens,
        Placement placement,
        String frozenBefore,
        String frozenAfter,
        String prompt,
        boolean spelled,
        String dtype,
        String device) {
    /**
     * What a run measured its test figures with, for a prompt.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if the directory holds no run
     */
    public static EvaluationConfig ofRun(Path directory, String prompt) {
        RunConfig run = RunConfig.ofRun(directory);
        return new EvaluationConfig(
                run.model(),
                run.task(),
                run.sizes(),
                SplitPart.TEST,
                null,
                run.search().seed(),
                run.maxNewTokens(),
                run.placement(),
                run.frozenBefore(),
                run.frozenAfter(),
                prompt,
                true,
                run.dtype(),
                run.device());
    }

    /** The same evaluation on another model. */
    public EvaluationConfig withModel(String other) {
        return new EvaluationConfig(
                other,
                task,
                sizes,
                part,
                limit,
                seed,
                maxNewTokens,
                placement,
                frozenBefore,
                frozenAfter,
                prompt,
                spelled,
                dtype,
                device);
    }

    /** The same evaluation of another prompt. */
    public EvaluationConfig withPrompt(String other, boolean otherSpelled) {
        return new EvaluationConfig(
                model,
                task,
                sizes,
                part,
                limit,
                seed,
                maxNewTokens,
                placement,
                frozenBefore,
                frozenAfter,
                other,
                otherSpelled,
                dtype,
                device);
    }

    /** Throws unless every option is sound, naming all that are not. */
    public void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "options", problems);
        }
    }

    /** Problems of the options that need neither task nor model to be found, one a line; none if they are sound. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        RemoteName.problem("--model", model).ifPresent(problems::add);
        if (part.size(sizes) < 1) {
            problems.add("--" + part.label() + ": expected at least 1, found " + part.size(sizes));
        }
        for (SplitPart other : SplitPart.values()) {
            if (other != part && other.size(sizes) < 0) {
                problems.add("--" + other.label() + ": expected at least 0, found " + other.size(sizes));
            }
        }
        if (limit != null && limit < 1) {
            problems.add("--limit: expected at least 1, found " + limit);
        }
        if (maxNewTokens < 1) {
            problems.add("--max-new-tokens: expected at least 1, found " + maxNewTokens);
        }
        problems.addAll(Models.problems(dtype, device));
        return problems;
    }
}
