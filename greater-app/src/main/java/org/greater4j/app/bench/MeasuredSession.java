package org.greater4j.app.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ForwardingSession;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Prompt;

/** A session that keeps what its questions took, by the part of the search that they belong to. Closing it closes the session behind it. */
public final class MeasuredSession extends ForwardingSession {
    private final LongSupplier nanoTime;
    private Map<Part, Work> work = new EnumMap<>(Part.class);
    private boolean searching;

    public MeasuredSession(ReasoningSession session) {
        this(session, System::nanoTime);
    }

    MeasuredSession(ReasoningSession session, LongSupplier nanoTime) {
        super(session);
        this.nanoTime = nanoTime;
    }

    /** What was measured since the last time this was asked; a part that nothing was asked for is left out. */
    public Map<Part, Work> take() {
        Map<Part, Work> taken = work;
        work = new EnumMap<>(Part.class);
        return taken;
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        searching = true;
        return measured(Part.PROPOSE, () -> super.propose(prompt, position, k));
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        return measured(Part.GRADIENT, () -> super.gradient(prompt, position, candidates));
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        return measured(searching ? Part.SELECT : Part.START, () -> super.assess(prompts, cutoff));
    }

    private <T> T measured(Part part, Supplier<T> question) {
        Cost before = cost();
        Statistics statisticsBefore = statistics();
        long began = nanoTime.getAsLong();
        T answer = question.get();
        double seconds = (nanoTime.getAsLong() - began) / 1e9;
        work.merge(part, new Work(1, seconds, cost().minus(before), statistics().minus(statisticsBefore)), Work::plus);
        return answer;
    }
}
