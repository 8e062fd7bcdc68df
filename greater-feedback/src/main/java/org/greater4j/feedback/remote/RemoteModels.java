package org.greater4j.feedback.remote;

import dev.langchain4j.model.chat.ChatModel;
import java.net.ProxySelector;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** Opens models by their {@linkplain RemoteName names}, all of them on one {@link Account}. */
public final class RemoteModels {
    private final Map<String, String> environment;
    private final RemoteSettings settings;
    private final Account account;
    private final @Nullable ProxySelector proxies;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<RetryPause> pauses;

    /**
     * @param environment where keys are; nothing of it is kept but them
     * @throws GreaterException ({@code INVALID_OPTION}) naming all settings that can't be used
     */
    public RemoteModels(Map<String, String> environment, RemoteSettings settings, Account account) {
        this(environment, settings, account, null, InstantSource.system(), Pause.SLEEP, told -> {});
    }

    /** @param proxies null for none */
    RemoteModels(
            Map<String, String> environment,
            RemoteSettings settings,
            Account account,
            @Nullable ProxySelector proxies,
            InstantSource clock,
            Pause pause,
            Consumer<RetryPause> pauses) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "remote models", problems);
        }
        this.environment = environment;
        this.settings = settings;
        this.account = account;
        this.proxies = proxies;
        this.clock = clock;
        this.pause = pause;
        this.pauses = pauses;
    }

    /** The same by way of proxies. */
    public RemoteModels through(ProxySelector newProxies) {
        return new RemoteModels(environment, settings, account, newProxies, clock, pause, pauses);
    }

    /** The same, telling of every pause before a further attempt; on the thread of the call, several at a time. */
    public RemoteModels tellingOfPauses(Consumer<RetryPause> listener) {
        return new RemoteModels(environment, settings, account, proxies, clock, pause, listener);
    }

    /** What the models take. */
    public Account account() {
        return account;
    }

    /**
     * Opens a model; nothing is sent yet.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if its key or, with a budget of money, its price is missing; ({@code NOT_WRITABLE})
     *     if the cache can't be made
     */
    public RemoteModel open(RemoteName name) {
        Endpoint endpoint = Endpoint.of(name, environment);
        account.requirePrice(name);
        @Nullable ReplyCache cache = settings.cache() == null ? null : new ReplyCache(settings.cache());
        EndpointClient client = new EndpointClient(endpoint, settings, clock, proxies);
        ChatModel provider = ProviderModels.open(endpoint, new EndpointClient.Builder(client));
        ChatModel metered = new MeteredModel(endpoint, account, new CheckedModel(endpoint, provider));
        ChatModel limited = new LimitedModel(endpoint, settings.concurrency(), metered);
        ChatModel retrying = new RetryingModel(endpoint, settings, account, pause, pauses, limited);
        ChatModel model = cache == null ? retrying : new CachingModel(endpoint, cache, account, retrying);
        return new RemoteModel(endpoint, model, settings);
    }
}
