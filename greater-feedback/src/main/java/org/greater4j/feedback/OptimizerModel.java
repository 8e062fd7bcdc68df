package org.greater4j.feedback;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * A model in the role of the one that writes prompts. Not thread-safe.
 *
 * <p>The door through which a method asks, whatever is behind it: the engine of this program, which answers many calls as one batch, or a
 * LangChain4j chat model, here or elsewhere.
 */
public interface OptimizerModel extends AutoCloseable {
    /** How records name it, such as {@code local:smollm2-135m-instruct}; holds no secret. */
    String name();

    /**
     * Asks some calls, as many at once as the model likes.
     *
     * @param finished told the number of finished calls, at least whenever it grows; may end the work by throwing
     * @return one reply per call, in order; what fails by itself is a {@linkplain ChatReply#failed failed} reply
     */
    List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished);

    /** Tokens that a call takes at the most, read and generated. */
    default long mostTokens(ChatCall call) {
        return call.mostTokens();
    }

    @Override
    void close();
}
