package org.greater4j.app.verify;

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
import org.jspecify.annotations.Nullable;

/** A session that keeps its last answers, which a step's record sums up only. Closing it leaves the session behind it open. */
final class RecordingSession implements ReasoningSession {
    private final ReasoningSession session;
    private @Nullable Proposals proposals;
    private @Nullable TokenGradient gradient;

    RecordingSession(ReasoningSession session) {
        this.session = session;
    }

    /** The last proposals; null before the first. */
    @Nullable
    Proposals proposals() {
        return proposals;
    }

    /** The last gradient; null before the first. */
    @Nullable
    TokenGradient gradient() {
        return gradient;
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        Proposals answer = session.propose(prompt, position, k);
        proposals = answer;
        return answer;
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        TokenGradient answer = session.gradient(prompt, position, candidates);
        gradient = answer;
        return answer;
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        return session.assess(prompts, cutoff);
    }

    @Override
    public void remember(Assessment assessment) {
        session.remember(assessment);
    }

    @Override
    public Statistics statistics() {
        return session.statistics();
    }

    @Override
    public Cost cost() {
        return session.cost();
    }

    @Override
    public void listen(WorkListener listener) {
        session.listen(listener);
    }

    @Override
    public void close() {}
}
