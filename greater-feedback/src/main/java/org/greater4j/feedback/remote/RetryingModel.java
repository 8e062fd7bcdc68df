package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again what failed in a way that may pass, after a pause.
 *
 * <p>The pause doubles with each attempt up to a limit, and half of it is drawn, so that calls which failed together don't come back
 * together. A server that says when to come back is asked no sooner; if that is too long to wait for, the call has failed.
 */
final class RetryingModel extends ChainedModel {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingModel.class);

    private final Endpoint endpoint;
    private final RemoteSettings settings;
    private final Account account;
    private final Pause pause;
    private final Consumer<RetryPause> pauses;
    private final Random jitter;

    /** @param pauses told of every pause, on the thread of its call */
    RetryingModel(
            Endpoint endpoint,
            RemoteSettings settings,
            Account account,
            Pause pause,
            Consumer<RetryPause> pauses,
            ChatModel next) {
        super(next);
        this.endpoint = endpoint;
        this.settings = settings;
        this.account = account;
        this.pause = pause;
        this.pauses = pauses;
        this.jitter = new Random(settings.seed());
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        int unusable = 0;
        Usage before = Usage.NONE;
        for (int retry = 0; ; retry++) {
            try {
                ChatResponse response = next().chat(request, options);
                count(retry);
                return response;
            } catch (RemoteCallException e) {
                count(retry);
                unusable += e.failure().retry() == Failure.Retry.FEW ? 1 : 0;
                if (!mayPass(e.failure(), retry, unusable)) {
                    throw (retry == 0 ? e : givenUp(e, retry + 1)).withUsage(before);
                }
                Duration wait = pauseBefore(retry, e.retryAfter());
                if (wait.compareTo(settings.longestRetryAfter()) > 0) {
                    throw e.withText(e.text() + " (it asks to wait " + wait.toSeconds() + " s, which is too long)")
                            .withUsage(before);
                }
                before = before.plus(e.usage());
                LOG.info(
                        "{} Asking again in {} ms, {} of {}.",
                        e.text(),
                        wait.toMillis(),
                        retry + 1,
                        settings.retries());
                pauses.accept(new RetryPause(e.text(), wait, retry + 1, settings.retries()));
                await(wait);
            }
        }
    }

    // after the attempt: one that the budget refuses is none
    private void count(int retry) {
        if (retry > 0) {
            account.countRetry();
        }
    }

    private boolean mayPass(Failure failure, int retries, int unusable) {
        return switch (failure.retry()) {
            case YES -> retries < settings.retries();
            case FEW -> retries < settings.retries() && unusable <= settings.unusableRetries();
            case NO -> false;
        };
    }

    private Duration pauseBefore(int retry, @Nullable Duration retryAfter) {
        double doubled = (double) settings.firstPause().toMillis() * Math.pow(2, retry);
        double longest = Math.min(doubled, (double) settings.longestPause().toMillis());
        Duration drawn = Duration.ofMillis(Math.round(longest * (0.5 + jitter.nextDouble() / 2)));
        return retryAfter != null && retryAfter.compareTo(drawn) > 0 ? retryAfter : drawn;
    }

    private void await(Duration wait) {
        try {
            pause.pass(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endpoint.failure(Failure.INTERRUPTED, "none yet", "the work was asked to end");
        }
    }

    private static RemoteCallException givenUp(RemoteCallException last, int attempts) {
        return last.withText(last.text() + " (after " + attempts + " attempts)");
    }
}
