package org.greater4j.feedback.remote;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Set;

/** A chat model that does one thing about a call and leaves the rest to the next one. */
abstract class ChainedModel implements ChatModel {
    private final ChatModel next;

    ChainedModel(ChatModel next) {
        this.next = next;
    }

    /** @throws RemoteCallException if the call failed */
    @Override
    public abstract ChatResponse chat(ChatRequest request, ChatRequestOptions options);

    final ChatModel next() {
        return next;
    }

    /** The request with all parameters that the provider will see, its defaults among them. */
    final ChatRequest complete(ChatRequest request) {
        return ChatRequest.builder()
                .messages(request.messages())
                .parameters(defaultRequestParameters().overrideWith(request.parameters()))
                .build();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return next.defaultRequestParameters();
    }

    @Override
    public ModelProvider provider() {
        return next.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return next.supportedCapabilities();
    }
}
