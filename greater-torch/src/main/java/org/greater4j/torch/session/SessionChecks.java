package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.SessionSettings;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;

/** What every session requires of the questions it is asked. */
final class SessionChecks {
    private static final int NAMED_EXAMPLES = 5;

    private final List<Frame> frames;
    private final SessionSettings settings;
    private final int contextLength;

    SessionChecks(List<Frame> frames, SessionSettings settings, int contextLength) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("expected at least one training example, found none");
        }
        for (int j = 0; j < frames.size(); j++) {
            if (frames.get(j).extractor().length == 0) {
                // the answer is predicted by what stands before it, and a chain's end token is not fed
                throw new IllegalArgumentException(
                        "training example " + (j + 1) + ": expected an extractor of at least one token, found none");
            }
        }
        this.frames = frames;
        this.settings = settings;
        this.contextLength = contextLength;
    }

    /** Checks a prompt's length against the context, the position against the prompt. */
    void position(Prompt prompt, int position) {
        if (position < 0 || position >= prompt.length()) {
            throw new IllegalArgumentException(
                    "expected a position in 0.." + (prompt.length() - 1) + ", found " + position);
        }
        context(prompt.length());
    }

    /** Checks that candidates are distinct and hold the token at the position. */
    void candidates(Prompt prompt, int position, int[] candidates) {
        int current = prompt.id(position);
        boolean distinct = Arrays.stream(candidates).distinct().count() == candidates.length;
        if (!distinct || Arrays.stream(candidates).noneMatch(id -> id == current)) {
            throw new IllegalArgumentException("expected distinct candidates with " + current
                    + " among them, the token at position " + position + ", found " + Arrays.toString(candidates));
        }
    }

    /** Checks that an assessment has a row for every example, and says of itself whether all were assessed. */
    void remembered(Assessment assessment) {
        int rows = assessment.examples().size();
        int assessed = assessment.assessed();
        if (rows != frames.size() || assessment.complete() != (assessed == rows)) {
            throw new IllegalArgumentException("expected an assessment of " + frames.size()
                    + " examples, complete or not, found "
                    + (assessment.complete() ? "a complete one of " : "an incomplete one of ") + rows + ", " + assessed
                    + " of them assessed");
        }
    }

    /** Checks that every example has room for a prompt, a full chain and the answer; names the examples that have none. */
    void context(int promptLength) {
        List<String> problems = new ArrayList<>();
        int found = 0;
        for (int j = 0; j < frames.size(); j++) {
            Frame frame = frames.get(j);
            long needed = (long) frame.head().length
                    + promptLength
                    + frame.tail().length
                    + settings.maxNewTokens()
                    + frame.extractor().length
                    + frame.answer().length;
            if (needed > contextLength && ++found <= NAMED_EXAMPLES) {
                problems.add("training example " + (j + 1) + ": expected at most " + contextLength
                        + " tokens (the model's context), found " + needed + " with " + settings.maxNewTokens()
                        + " for the chain; shorten the prompt or the question, or lower --max-new-tokens");
            }
        }
        if (found > NAMED_EXAMPLES) {
            problems.add("and " + (found - NAMED_EXAMPLES) + " more examples");
        }
        if (found > 0) {
            throw GreaterException.ofAll(
                    ErrorCode.CONTEXT_TOO_SHORT, "prompt of " + promptLength + " tokens", problems);
        }
    }
}
