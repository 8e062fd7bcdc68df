package org.greater4j.feedback.local;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.text.Message;

/**
 * A model of the engine as a LangChain4j chat model, so that it can stand wherever a program of one's own wants one. Not thread-safe.
 *
 * <p>Temperature, top-p, stop sequences and the limit of tokens are heeded. A request that is repeated is a draw of its own; the n-th time it
 * gives the same reply in every process with the same seed.
 */
public final class LocalChatModel implements ChatModel {
    private static final int MOST_TOKENS = 512;

    private final LocalOptimizer model;
    private final long seed;
    private final Map<ChatCall, Integer> samples = new HashMap<>();

    /**
     * @param model stays the caller's
     * @param seed of all draws
     */
    public LocalChatModel(TextModel model, long seed) {
        this.model = new LocalOptimizer(model);
        this.seed = seed;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ChatCall call = new ChatCall(
                request.messages().stream().map(LocalChatModel::message).toList(), sampling(request), 0);
        int sample = samples.merge(call, 1, Integer::sum) - 1;
        ChatReply reply =
                model.ask(List.of(call.withSample(sample)), done -> {}).get(0);
        if (reply.failure() != null) {
            throw new GreaterException(ErrorCode.CONTEXT_TOO_SHORT, reply.failure());
        }
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(reply.text()))
                .modelName(model.name())
                .finishReason(reply.ended() ? FinishReason.STOP : FinishReason.LENGTH)
                .tokenUsage(new TokenUsage(
                        Math.toIntExact(reply.usage().readTokens()),
                        Math.toIntExact(reply.usage().generatedTokens())))
                .build();
    }

    private Sampling sampling(ChatRequest request) {
        return new Sampling(
                request.temperature() == null ? 0 : request.temperature(),
                request.topP() == null ? 1 : request.topP(),
                request.maxOutputTokens() == null ? MOST_TOKENS : request.maxOutputTokens(),
                request.stopSequences() == null ? List.of() : request.stopSequences(),
                seed);
    }

    private static Message message(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return Message.system(system.text());
        }
        if (message instanceof AiMessage assistant && assistant.text() != null) {
            return Message.assistant(assistant.text());
        }
        if (message instanceof UserMessage user && user.hasSingleText()) {
            return Message.user(user.singleText());
        }
        throw new UnsupportedFeatureException("expected messages of text, found one of type " + message.type());
    }
}
