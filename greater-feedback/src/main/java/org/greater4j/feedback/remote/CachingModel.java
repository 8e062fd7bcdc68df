package org.greater4j.feedback.remote;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Answers what was answered before, out of a {@link ReplyCache}.
 *
 * <p>Two requests are the same if model, endpoint, messages, every parameter and the draw are: its number and,
 * where something is drawn, the run's seed, which not every protocol has. A reply without words is one as
 * well; failures, among them what a filter withheld, are not kept.
 */
final class CachingModel extends ChainedModel {
    private static final String DRAW = CachingModel.class.getName() + ".draw";

    private final Endpoint endpoint;
    private final ReplyCache cache;
    private final Account account;

    CachingModel(Endpoint endpoint, ReplyCache cache, Account account, ChatModel next) {
        super(next);
        this.endpoint = endpoint;
        this.cache = cache;
        this.account = account;
    }

    /** Options that tell which draw a call is among otherwise equal ones. */
    static ChatRequestOptions draw(Draw draw) {
        return ChatRequestOptions.builder().addListenerAttribute(DRAW, draw).build();
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ChatRequest complete = complete(request);
        Draw draw = options.listenerAttributes().get(DRAW) instanceof Draw told ? told : Draw.FIRST;
        String key = ReplyKey.of(endpoint.name(), complete, draw);
        ReplyCache.@Nullable Entry known = cache.read(key);
        // earlier versions kept what a filter had left of a reply
        if (known != null && !known.finish().equals(FinishReason.CONTENT_FILTER.name())) {
            account.countCached(new Usage(known.readTokens(), known.generatedTokens()));
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(known.text()))
                    .finishReason(FinishReason.valueOf(known.finish()))
                    .tokenUsage(new TokenUsage(known.readTokens(), known.generatedTokens()))
                    .build();
        }
        ChatResponse response = next().chat(complete, options);
        @Nullable String text = response.aiMessage().text();
        @Nullable TokenUsage usage = response.tokenUsage();
        if (usage != null) {
            FinishReason finish = response.finishReason() == null ? FinishReason.OTHER : response.finishReason();
            cache.write(
                    key,
                    new ReplyCache.Entry(
                            text == null ? "" : text,
                            finish.name(),
                            usage.inputTokenCount(),
                            usage.outputTokenCount()));
        }
        return response;
    }
}
