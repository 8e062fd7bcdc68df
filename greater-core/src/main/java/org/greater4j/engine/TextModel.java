package org.greater4j.engine;

import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;

/** A model that continues text: all that evaluating a prompt needs. Not thread-safe. */
public interface TextModel extends AutoCloseable {
    ModelInfo info();

    Tokenizer tokenizer();

    ChatTemplate chatTemplate();

    /**
     * Continues some texts, many at once.
     *
     * @param turns ids up to and including the assistant's header, one array per text; as many as the plan has seeds, if it draws
     * @param finished told the number of finished texts, at least whenever it grows; may end the work by throwing
     * @return one generation per text, in order
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a text and its continuation exceed the context;
     *     ({@link org.greater4j.error.NotFiniteException}) with the place of a text whose logits hold no largest number
     */
    List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished);

    /** Tokens that {@link #generate} let through the model since it was opened; sessions count their own. */
    Cost cost();

    @Override
    void close();
}
