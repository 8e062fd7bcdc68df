package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.concurrent.Semaphore;

/** Lets a number of calls through at a time, the others in the order that they came in. */
final class LimitedModel extends ChainedModel {
    private final Endpoint endpoint;
    private final Semaphore turns;

    LimitedModel(Endpoint endpoint, int concurrency, ChatModel next) {
        super(next);
        this.endpoint = endpoint;
        this.turns = new Semaphore(concurrency, true);
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endpoint.failure(Failure.INTERRUPTED, "none yet", "the work was asked to end");
        }
        try {
            return next().chat(request, options);
        } finally {
            turns.release();
        }
    }
}
