package org.greater4j.feedback;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.text.Message;
import org.jspecify.annotations.Nullable;

/**
 * A LangChain4j chat model in the role of the optimiser: one call after the other, each with its sampling parameters.
 *
 * <p>LangChain4j has no common parameter for a seed, and none for the number of a draw; models that heed either need an adapter of their
 * own. A call that throws is a failed reply.
 */
public final class ChatModelOptimizer implements OptimizerModel {
    private final String name;
    private final ChatModel model;

    /** @param name for records */
    public ChatModelOptimizer(String name, ChatModel model) {
        this.name = name;
        this.model = model;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
        List<ChatReply> replies = new ArrayList<>(calls.size());
        for (ChatCall call : calls) {
            replies.add(ask(call));
            finished.accept(replies.size());
        }
        return replies;
    }

    /** Nothing: the model is its maker's. */
    @Override
    public void close() {}

    private ChatReply ask(ChatCall call) {
        try {
            return reply(model.chat(request(call)));
        } catch (RuntimeException e) {
            // clients throw what they like
            return ChatReply.failed(
                    String.valueOf(e.getMessage() == null ? e.getClass().getName() : e.getMessage()));
        }
    }

    /** A call as LangChain4j has it; seed and sample are not part of it. */
    public static ChatRequest request(ChatCall call) {
        Sampling sampling = call.sampling();
        return ChatRequest.builder()
                .messages(call.messages().stream()
                        .map(ChatModelOptimizer::message)
                        .toList())
                .temperature(sampling.temperature())
                .topP(sampling.topP())
                .maxOutputTokens(sampling.maxTokens())
                .stopSequences(sampling.stops())
                .build();
    }

    /** LangChain4j's response as a reply; tokens that it does not tell count as none. */
    public static ChatReply reply(ChatResponse response) {
        @Nullable String text = response.aiMessage().text();
        if (text == null) {
            return ChatReply.failed("expected a reply of text, found none");
        }
        return new ChatReply(text, response.finishReason() != FinishReason.LENGTH, usage(response.tokenUsage()));
    }

    private static Usage usage(@Nullable TokenUsage usage) {
        if (usage == null) {
            return Usage.NONE;
        }
        return new Usage(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    private static ChatMessage message(Message message) {
        return switch (message.role()) {
            case "system" -> SystemMessage.from(message.content());
            case "assistant" -> AiMessage.from(message.content());
            default -> UserMessage.from(message.content());
        };
    }
}
