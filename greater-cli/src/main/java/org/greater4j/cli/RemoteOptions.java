package org.greater4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.RemoteChoice;
import org.greater4j.feedback.remote.RemoteBudget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What models over the network may take. */
final class RemoteOptions {
    @Option(
            names = "--remote-budget",
            paramLabel = "LIMITS",
            description =
                    "Hard limits of all calls over the network: calls=N, tokens=N, money=X, joined by commas. A call"
                            + " whose worst case does not fit is not made.")
    @Nullable
    String budget;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A table of prices in JSON, in place of the one of this version.")
    @Nullable
    String prices;

    @Option(names = "--concurrency", paramLabel = "N", description = "Most calls under way at a time (default: 4).")
    @Nullable
    Integer concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Most that a call may take before it is asked again (default: 120).")
    @Nullable
    Integer timeout;

    @Option(names = "--no-reply-cache", description = "Neither keep replies nor answer from those that were kept.")
    boolean noCache;

    @Option(
            names = "--no-temperature",
            description = "Send no temperature, for models that refuse any; they draw as they are set up.")
    boolean noTemperature;

    @Option(
            names = "--yes",
            description =
                    "Agree in advance to what the calls are estimated to take. Without it, a run that may cost more"
                            + " than 1.00, or take more than 500 thousand tokens at an unknown price, does not begin.")
    boolean yes;

    List<String> problems() {
        Limits limits = limits();
        List<String> problems = new ArrayList<>(limits.problems());
        problems.addAll(choice(limits).problems());
        return problems;
    }

    /** Problems of the limits' text; others are found with all options of a run. */
    List<String> limitProblems() {
        return limits().problems();
    }

    RemoteChoice choice() {
        return choice(limits());
    }

    /** What was given here, over what a run recorded. */
    RemoteChoice over(RemoteChoice base) {
        RemoteChoice given = choice();
        return new RemoteChoice(
                budget == null ? base.budget() : given.budget(),
                prices == null ? base.prices() : given.prices(),
                concurrency == null ? base.concurrency() : given.concurrency(),
                timeout == null ? base.timeoutSeconds() : given.timeoutSeconds(),
                base.cached() && given.cached(),
                base.temperature() && given.temperature(),
                base.agreed() || given.agreed());
    }

    private RemoteChoice choice(Limits limits) {
        return new RemoteChoice(
                limits.budget(),
                prices == null ? null : Arguments.file(prices, "--prices").getAbsolutePath(),
                concurrency == null ? RemoteChoice.DEFAULT.concurrency() : concurrency,
                timeout,
                !noCache,
                !noTemperature,
                yes);
    }

    private record Limits(RemoteBudget budget, List<String> problems) {}

    private Limits limits() {
        RemoteBudget limits = RemoteBudget.NONE;
        List<String> problems = new ArrayList<>();
        if (budget == null) {
            return new Limits(limits, problems);
        }
        for (String part : budget.split(",", -1)) {
            int sign = part.indexOf('=');
            String name = sign < 0 ? part.strip() : part.substring(0, sign).strip();
            String value = sign < 0 ? "" : part.substring(sign + 1).strip().replace("_", "");
            try {
                switch (name) {
                    case "calls" -> limits = limits.withCalls(Long.parseLong(value));
                    case "tokens" -> limits = limits.withTokens(Long.parseLong(value));
                    case "money" -> limits = limits.withMoney(Double.parseDouble(value));
                    default ->
                        problems.add(
                                "--remote-budget: expected calls=N, tokens=N or money=X, found '" + part.strip() + "'");
                }
            } catch (NumberFormatException e) {
                problems.add("--remote-budget " + name + ": expected a number, found '" + value + "'");
            }
        }
        return new Limits(limits, problems);
    }
}
