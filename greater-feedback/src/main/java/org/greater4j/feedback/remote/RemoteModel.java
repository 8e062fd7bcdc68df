package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    /** So many calls in a row that failed, retries and all, say that the next will too. */
    private static final int HOPELESS = 10;

    private final Endpoint endpoint;
    private final ChatModel model;
    private final ConcurrentCalls calls;
    private final boolean temperature;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicInteger failedInARow = new AtomicInteger();
    private final AtomicLong readTokens = new AtomicLong();
    private final AtomicLong generatedTokens = new AtomicLong();

    RemoteModel(Endpoint endpoint, ChatModel model, RemoteSettings settings) {
        this.endpoint = endpoint;
        this.model = model;
        this.temperature = settings.temperature();
        this.calls = new ConcurrentCalls(endpoint.name().toString(), settings.concurrency());
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
     * Tokens of all replies that were given, those from the cache among them, so that a repeated run tells the same, and of those that failed
     * although they came; the {@link Account} tells what was really taken.
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
                .parameters(ProviderModels.parameters(endpoint.name(), call.sampling(), call.sample(), temperature))
                .build();
        try {
            ChatReply reply = reply(model.chat(request, CachingModel.draw(Draw.of(call))));
            answered.set(true);
            failedInARow.set(0);
            count(reply.usage());
            return reply;
        } catch (RemoteCallException e) {
            count(e.usage());
            stopIfHopeless(e);
            return ChatReply.failed(e.text(), e.usage());
        }
    }

    private void count(Usage usage) {
        readTokens.addAndGet(usage.readTokens());
        generatedTokens.addAndGet(usage.generatedTokens());
    }

    private void stopIfHopeless(RemoteCallException problem) {
        Failure failure = problem.failure();
        if (failure.scope() == Failure.Scope.RUN) {
            ErrorCode code = failure == Failure.REFUSED_KEY ? ErrorCode.ACCESS_REFUSED : ErrorCode.ENDPOINT_FAILED;
            throw new GreaterException(code, problem.text());
        }
        if (failure == Failure.UNREACHABLE && !answered.get()) {
            throw new GreaterException(ErrorCode.ENDPOINT_FAILED, problem.text());
        }
        // a request that is refused says nothing about the next one, unless no other fared better
        boolean counts = failure.retry() != Failure.Retry.NO || !answered.get();
        if (counts && failedInARow.incrementAndGet() >= HOPELESS) {
            throw new GreaterException(
                    ErrorCode.ENDPOINT_FAILED,
                    problem.text() + " (and so did the " + (HOPELESS - 1) + " calls before)");
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
