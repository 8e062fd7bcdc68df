package org.greater4j.feedback.search;

import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;

/** A model in the role of the one that answers the questions of a task. Not thread-safe. */
public interface TaskModel {
    /**
     * Answers some questions under their prompts: reason, be led to the answer, be read and judged, as in every measurement.
     *
     * @param finished told the number of finished pairs; may end the work by throwing
     */
    Answers answer(List<PromptedExample> asked, IntConsumer finished);

    /** Tokens that a question takes at the most, read and generated. */
    long mostTokens(PromptedExample question);

    /**
     * Results and what they took.
     *
     * @param results one per pair, in order
     */
    record Answers(List<ExampleResult> results, Cost cost) {
        public Answers {
            results = List.copyOf(results);
        }
    }
}
