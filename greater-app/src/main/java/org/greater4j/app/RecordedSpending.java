package org.greater4j.app;

import org.greater4j.feedback.Usage;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.RemoteFigures;

/** What calls over the network took, between the account that keeps it and the record of a run. */
public final class RecordedSpending {
    private RecordedSpending() {}

    /** What is recorded of a run, as spending again; told, estimated and lost tokens keep their sums. */
    public static Spending of(RemoteFigures figures) {
        return new Spending(
                figures.calls(),
                figures.retries(),
                figures.failedCalls(),
                figures.cachedCalls(),
                new Usage(figures.readTokens(), figures.generatedTokens()),
                new Usage(figures.estimatedTokens(), 0),
                new Usage(figures.atMostLostTokens(), 0),
                new Usage(figures.cachedTokens(), 0),
                figures.money(),
                figures.moneyAtMostLost(),
                figures.currency(),
                figures.unpriced());
    }

    /** As a run records it. */
    static RemoteFigures figures(Spending spending) {
        return new RemoteFigures(
                spending.calls(),
                spending.retries(),
                spending.failedCalls(),
                spending.cachedCalls(),
                spending.reported().readTokens(),
                spending.reported().generatedTokens(),
                spending.estimated().tokens(),
                spending.atMostLost().tokens(),
                spending.cached().tokens(),
                spending.money(),
                spending.moneyAtMostLost(),
                spending.currency(),
                spending.unpriced());
    }
}
