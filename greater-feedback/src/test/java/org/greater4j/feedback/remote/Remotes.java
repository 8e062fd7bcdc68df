package org.greater4j.feedback.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.Sampling;

/** Remote models as tests open them: waiting is written down and takes no time. */
final class Remotes {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String KEY = "sk-test-4f9a8b7c6d5e";

    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    /** The same as listeners are told of them. */
    final List<RetryPause> told = new CopyOnWriteArrayList<>();

    final Account account;
    private final RemoteModels models;

    Remotes() {
        this(RemoteSettings.standard(), RemoteBudget.NONE);
    }

    Remotes(RemoteSettings settings, RemoteBudget budget) {
        this(settings, budget, Prices.standard());
    }

    Remotes(RemoteSettings settings, RemoteBudget budget, Prices prices) {
        this.account = new Account(budget, prices);
        this.models = new RemoteModels(
                Map.of("OPENAI_API_KEY", KEY, "ANTHROPIC_API_KEY", KEY, "GOOGLE_API_KEY", KEY),
                settings,
                account,
                null,
                () -> NOW,
                pauses::add,
                told::add);
    }

    RemoteModel open(RemoteName name) {
        return models.open(name);
    }

    static ChatCall call(String text) {
        return ChatCall.of(text, Sampling.of(0, 20));
    }
}
