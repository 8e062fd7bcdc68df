package org.greater4j.app.bench;

import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Prompt;

/** A session whose questions take a known time on its own clock, a known number of tokens and known operations. */
final class CountedSession implements ReasoningSession {
    static final long PROPOSE_NANOS = 1_000_000_000L;
    static final long GRADIENT_NANOS = 20_000_000_000L;
    static final long ASSESS_NANOS = 300_000_000_000L;

    private long nanos;
    private Cost cost = Cost.NONE;
    private Statistics statistics = Statistics.NONE;
    boolean closed;

    long nanoTime() {
        return nanos;
    }

    /** Time that passes between two questions. */
    void pass(long more) {
        nanos += more;
    }

    private void take(long time, Cost tokens, double propose, double gradient, double assess) {
        nanos += time;
        cost = cost.plus(tokens);
        statistics = statistics.plus(new Statistics(8, 6, 2, 4, 1, 3, 1, 50, propose, gradient, assess, 7));
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        take(PROPOSE_NANOS, new Cost(5, 0, 0), 1e9, 0, 0);
        return new Proposals(new int[0][], new float[0][]);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        // it may need the chains of the prompt too
        take(GRADIENT_NANOS, new Cost(0, 0, 40), 0, 2e9, 5e8);
        return new TokenGradient(candidates, new double[0][], new double[0], new double[0]);
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        take(ASSESS_NANOS, new Cost(10, 30, 0), 0, 0, 3e9);
        return List.of();
    }

    @Override
    public void remember(Assessment assessment) {}

    @Override
    public Cost cost() {
        return cost;
    }

    @Override
    public Statistics statistics() {
        return statistics;
    }

    @Override
    public void listen(WorkListener listener) {}

    @Override
    public void close() {
        closed = true;
    }
}
