package org.greater4j.engine;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * A model that tells how likely given continuations of a text are. A {@link TextModel} may be one too; what only it makes possible, such
 * as the accuracy by the best-scored option, is left out where the model is none. Not thread-safe.
 */
public interface OptionScorer {
    /**
     * Scores the options of some texts, many at once.
     *
     * @param finished told the number of finished texts, at least whenever it grows; may end the work by throwing
     * @return per text, in order, one number per option: the sum of the natural log-probabilities of the option's ids, each after the text
     *     and the option's ids before it, at temperature 1
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a text and an option exceed the context
     */
    List<double[]> score(List<OptionQuestion> questions, IntConsumer finished);
}
