package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a call's worst case back from the budget, and books what it took. A reply that a filter withheld, in whole or from some word on, is
 * booked like any other and has failed; so has one without words that the service does not call ended.
 */
final class MeteredModel extends ChainedModel {
    private final Endpoint endpoint;
    private final Account account;

    MeteredModel(Endpoint endpoint, Account account, ChatModel next) {
        super(next);
        this.endpoint = endpoint;
        this.account = account;
    }

    /** The response always tells its tokens, by its length if the server does not. */
    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ChatRequest complete = complete(request);
        Usage worst = new Usage(MessageTexts.mostTokens(complete.messages()), mostGenerated(complete.parameters()));
        Account.Reservation reservation;
        try {
            reservation = account.reserve(endpoint.name(), worst);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endpoint.failure(Failure.INTERRUPTED, "none yet", "the work was asked to end");
        }
        ChatResponse response;
        try {
            response = next().chat(complete, options);
        } catch (RemoteCallException e) {
            reservation.fail(e.failure().charge());
            throw e;
        } catch (RuntimeException | Error e) {
            reservation.fail(Failure.Charge.UNKNOWN);
            throw e;
        }
        @Nullable Usage usage = told(response);
        if (usage == null) {
            @Nullable String text = response.aiMessage().text();
            usage = new Usage(
                    MessageTexts.likelyTokens(complete.messages()),
                    MessageTexts.likelyTokens(text == null ? "" : text));
            reservation.settleEstimated(usage);
        } else {
            reservation.settle(usage);
        }
        if (isWithheld(response)) {
            account.countBroughtNothing();
            throw endpoint.withheld().withUsage(usage);
        }
        if (isNothing(response)) {
            account.countBroughtNothing();
            throw endpoint.failure(
                            Failure.UNUSABLE,
                            "one without words, and without an end that the model came to",
                            "check that the address speaks this protocol")
                    .withUsage(usage);
        }
        return ChatResponse.builder()
                .aiMessage(response.aiMessage())
                .finishReason(response.finishReason())
                .tokenUsage(
                        new TokenUsage(Math.toIntExact(usage.readTokens()), Math.toIntExact(usage.generatedTokens())))
                .build();
    }

    private boolean isWithheld(ChatResponse response) {
        @Nullable FinishReason reason = response.finishReason();
        // Anthropic's refusals are told as this; what else is needs tools, or a context that is full
        boolean refusal = endpoint.name().provider() == Provider.ANTHROPIC && reason == FinishReason.OTHER;
        return refusal || reason == FinishReason.CONTENT_FILTER;
    }

    // a model that ends at once has answered; a server that lost its reply has not
    private static boolean isNothing(ChatResponse response) {
        @Nullable String text = response.aiMessage().text();
        @Nullable FinishReason reason = response.finishReason();
        return (text == null || text.isBlank()) && reason != FinishReason.STOP && reason != FinishReason.LENGTH;
    }

    private static @Nullable Usage told(ChatResponse response) {
        @Nullable TokenUsage usage = response.tokenUsage();
        if (usage == null || usage.inputTokenCount() == null) {
            return null;
        }
        long read = usage.inputTokenCount();
        @Nullable Integer total = usage.totalTokenCount();
        if (usage.outputTokenCount() == null && total == null) {
            return null;
        }
        long written = usage.outputTokenCount() == null ? 0 : usage.outputTokenCount();
        // Gemini tells the tokens that it thinks apart from those of the reply; they are paid for alike
        return new Usage(read, total == null ? written : Math.max(written, total - read));
    }

    private static long mostGenerated(ChatRequestParameters parameters) {
        @Nullable Integer limit = parameters.maxOutputTokens();
        if (parameters instanceof OpenAiChatRequestParameters openAi && openAi.maxCompletionTokens() != null) {
            limit = openAi.maxCompletionTokens();
        }
        return limit == null ? ProviderModels.DEFAULT_MAX_TOKENS : limit;
    }
}
