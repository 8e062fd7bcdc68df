package org.greater4j.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.download.CacheDirectory;
import org.greater4j.app.download.EnvironmentProxies;
import org.greater4j.feedback.remote.Account;
import org.greater4j.feedback.remote.Prices;
import org.greater4j.feedback.remote.RemoteBudget;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteSettings;
import org.jspecify.annotations.Nullable;

/**
 * What models over the network may take, and how they are asked; models of this machine don't heed it.
 *
 * @param budget hard limits for all calls together
 * @param prices file with a table of prices; null for the one of this version
 * @param concurrency most calls under way at a time to one model
 * @param timeoutSeconds most that a call may take; null, as in runs of earlier versions, for two minutes
 * @param cached whether replies are kept, and answered from, in the cache directory
 * @param temperature whether a temperature is sent; some models refuse any
 * @param agreed whether the user agreed in advance to whatever the calls are estimated to take
 */
public record RemoteChoice(
        RemoteBudget budget,
        @Nullable String prices,
        int concurrency,
        @Nullable Integer timeoutSeconds,
        boolean cached,
        boolean temperature,
        boolean agreed) {
    public static final RemoteChoice DEFAULT =
            new RemoteChoice(RemoteBudget.NONE, null, RemoteSettings.standard().concurrency(), null, true, true, false);

    /** The same with or without a temperature in requests. */
    RemoteChoice withTemperature(boolean sent) {
        return new RemoteChoice(budget, prices, concurrency, timeoutSeconds, cached, sent, agreed);
    }

    /** What keeps the choice from being used, one a line; none if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        budget.problems().forEach(problem -> problems.add("--remote-budget " + problem));
        if (concurrency < 1) {
            problems.add("--concurrency: expected at least 1, found " + concurrency);
        }
        if (timeoutSeconds != null && timeoutSeconds < 1) {
            problems.add("--timeout: expected at least 1 second, found " + timeoutSeconds);
        }
        return problems;
    }

    /**
     * Models on an account of their own, by way of the environment's proxies.
     *
     * @throws org.greater4j.error.GreaterException if the table of prices can't be read
     */
    public RemoteModels models(Map<String, String> environment) {
        Prices table = prices == null ? Prices.standard() : Prices.read(Path.of(prices));
        RemoteSettings settings = RemoteSettings.standard()
                .withConcurrency(concurrency)
                .withCallTimeout(
                        timeoutSeconds == null
                                ? RemoteSettings.standard().callTimeout()
                                : Duration.ofSeconds(timeoutSeconds))
                .withCache(cached ? CacheDirectory.of(environment).resolve("replies") : null);
        return new RemoteModels(
                        environment, temperature ? settings : settings.withoutTemperature(), new Account(budget, table))
                .through(EnvironmentProxies.of(environment));
    }
}
