package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A model over the network, in either role: it writes prompts as an {@link OptimizerModel}, and answers tasks through a {@link
 * ChatRespondent}. Its single calls are thread-safe.
 */
public final class RemoteModel implements OptimizerModel {
    /** So many calls in a row that failed in spite of their retries say that the next will too. */
    private static final int HOPELESS = 10;

    private final Endpoint endpoint;
    private final ChatModel model;
    private final ConcurrentCalls calls;
    private final AtomicInteger failedInARow = new AtomicInteger();
    private final AtomicLong readTokens = new AtomicLong();
    private final AtomicLong generatedTokens = new AtomicLong();

    RemoteModel(Endpoint endpoint, ChatModel model, int concurrency) {
        this.endpoint = endpoint;
        this.model = model;
        this.calls = new ConcurrentCalls(endpoint.name().toString(), concurrency);
    }

    @Override
    public String name() {
        return endpoint.name().toString();
    }

    /** Which model it is, and where. */
    public RemoteName remoteName() {
        return endpoint.name();
    }

    /** The same model as LangChain4j knows it, with cache, retries, limits and account; failed calls are thrown, without any secret. */
    public ChatModel chatModel() {
        return model;
    }

    /**
     * Tokens of all replies that were given, those from the cache among them, so that a repeated run tells the same; the {@link Account} tells
     * what was really taken.
     */
    public Cost cost() {
        return new Cost(readTokens.get(), generatedTokens.get(), 0);
    }

    /**
     * Asks one call.
     *
     * @throws GreaterException ({@code ACCESS_REFUSED}, {@code ENDPOINT_FAILED}, {@code BUDGET_SPENT}) if every further call would fail too
     */
    public ChatReply ask(ChatCall call) {
        ChatRequest request = ChatRequest.builder()
                .messages(MessageTexts.toChat(call.messages()))
                .parameters(ProviderModels.parameters(endpoint.name(), call.sampling(), call.sample()))
                .build();
        try {
            ChatReply reply = reply(model.chat(request, CachingModel.sample(call.sample())));
            failedInARow.set(0);
            readTokens.addAndGet(reply.usage().readTokens());
            generatedTokens.addAndGet(reply.usage().generatedTokens());
            return reply;
        } catch (RemoteCallException e) {
            if (e.failure().scope() == Failure.Scope.RUN) {
                throw forEveryCall(e);
            }
            boolean endpointFailed = e.failure().retry() != Failure.Retry.NO;
            if (endpointFailed && failedInARow.incrementAndGet() >= HOPELESS) {
                throw new GreaterException(
                        ErrorCode.ENDPOINT_FAILED, e.text() + " (and so did the " + (HOPELESS - 1) + " calls before)");
            }
            return ChatReply.failed(e.text());
        }
    }

    /** Asks as many calls at a time as the settings say. */
    @Override
    public List<ChatReply> ask(List<ChatCall> questions, IntConsumer finished) {
        return calls.each(questions, this::ask, finished);
    }

    /** Asks what takes several calls each, as many at a time as the settings say. */
    ConcurrentCalls calls() {
        return calls;
    }

    private static GreaterException forEveryCall(RemoteCallException problem) {
        ErrorCode code =
                problem.failure() == Failure.REFUSED_KEY ? ErrorCode.ACCESS_REFUSED : ErrorCode.ENDPOINT_FAILED;
        return new GreaterException(code, problem.text());
    }

    private static ChatReply reply(ChatResponse response) {
        @Nullable String text = response.aiMessage().text();
        TokenUsage usage = response.tokenUsage();
        return new ChatReply(
                text == null ? "" : text,
                response.finishReason() != FinishReason.LENGTH,
                new Usage(usage.inputTokenCount(), usage.outputTokenCount()));
    }

    @Override
    public void close() {
        calls.close();
    }
}
