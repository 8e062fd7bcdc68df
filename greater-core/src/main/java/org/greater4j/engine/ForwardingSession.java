package org.greater4j.engine;

import java.util.List;
import org.greater4j.objective.Prompt;

/** A session that asks another one; those that look at some of its answers override what asks for these. */
public abstract class ForwardingSession implements ReasoningSession {
    private final ReasoningSession session;

    /** @param session is closed with this one */
    protected ForwardingSession(ReasoningSession session) {
        this.session = session;
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        return session.propose(prompt, position, k);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        return session.gradient(prompt, position, candidates);
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
    public void standAt(Prompt prompt, int position) {
        session.standAt(prompt, position);
    }

    @Override
    public Cost cost() {
        return session.cost();
    }

    @Override
    public Statistics statistics() {
        return session.statistics();
    }

    @Override
    public void listen(WorkListener listener) {
        session.listen(listener);
    }

    @Override
    public void close() {
        session.close();
    }
}
