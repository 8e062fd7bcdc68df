package org.greater4j.app;

import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;

/**
 * A model that writes prompts, with an end of its own.
 *
 * @param end what closing it does, in the place of closing the model
 */
record BorrowedOptimizer(OptimizerModel model, Runnable end) implements OptimizerModel {
    @Override
    public String name() {
        return model.name();
    }

    @Override
    public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
        return model.ask(calls, finished);
    }

    @Override
    public long mostTokens(ChatCall call) {
        return model.mostTokens(call);
    }

    @Override
    public void close() {
        end.run();
    }
}
