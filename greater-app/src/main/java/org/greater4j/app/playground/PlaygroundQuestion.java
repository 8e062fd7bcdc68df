package org.greater4j.app.playground;

import org.greater4j.app.RunConfig;
import org.greater4j.task.Example;
import org.greater4j.task.Task;

/**
 * A prompt that is put to a model with one example.
 *
 * @param config model, placement, lengths and weights as a run has them, with the prompt as its initial one
 * @param task which the example is of
 * @param example the question with its right answer
 */
public record PlaygroundQuestion(RunConfig config, Task task, Example example) {
    public PlaygroundQuestion {
        // one example is all there is, so what a run says of its parts means nothing
        config = config.withSizes(1, 0, 0).withoutTest();
    }
}
