package org.greater4j.engine;

import java.util.List;
import org.greater4j.objective.Frame;

/** A model whose loss can be followed back to the tokens of a prompt. Not thread-safe. */
public interface GradientModel extends TextModel {
    /**
     * Opens a session over some examples, which stay the same while it lives.
     *
     * @param frames N frames, at least one
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a frame leaves no room for a prompt
     */
    ReasoningSession open(List<Frame> frames, SessionSettings settings);
}
