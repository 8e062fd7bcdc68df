package org.greater4j.feedback.remote;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * Gives every failure its kind. What our HTTP client threw is passed on; whatever else a provider throws, it threw over a reply that it
 * could not read.
 */
final class CheckedModel extends ChainedModel {
    private final Endpoint endpoint;

    CheckedModel(Endpoint endpoint, ChatModel next) {
        super(next);
        this.endpoint = endpoint;
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        try {
            return next().chat(request, options);
        } catch (RuntimeException e) {
            throw kind(e);
        }
    }

    private RemoteCallException kind(RuntimeException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof RemoteCallException known) {
                return known;
            }
            if (cause instanceof ContentFilteredException) {
                return endpoint.withheld();
            }
            if (cause instanceof UnsupportedFeatureException) {
                return endpoint.failure(
                        Failure.REFUSED_REQUEST,
                        "a parameter that the protocol does not have",
                        "leave out parameters that are not needed");
            }
        }
        // parsers quote what they read, so neither message nor cause goes on
        return endpoint.failure(
                Failure.UNUSABLE, "one that is empty or can't be read", "check that the address speaks this protocol");
    }
}
