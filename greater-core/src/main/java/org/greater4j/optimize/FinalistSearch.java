package org.greater4j.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.objective.Prompt;

/**
 * Finds the finalists of a search that let prompts go early: those that could be among the best are assessed further, until none is left
 * that could.
 *
 * <p>A prompt that lost its step can still be one of the ten best of the whole search. While there are fewer scored prompts than
 * finalists, the most promising ones are assessed in full, together. From then on one at a time, the most promising first, and only
 * until its score is above the last finalist's: asked together, they would be let go for being worse than each other.
 */
final class FinalistSearch {
    private final ReasoningSession session;
    private final GreaterSettings settings;
    private final Predicate<Prompt> admissible;
    private final Map<Prompt, Boolean> asked = new HashMap<>();

    FinalistSearch(ReasoningSession session, GreaterSettings settings, Predicate<Prompt> admissible) {
        this.session = session;
        this.settings = settings;
        // the same prompts are looked at again and again, and a round trip encodes every example
        this.admissible = prompt -> asked.computeIfAbsent(prompt, admissible::test);
    }

    /** Assesses what has to be, telling every prompt before it goes on. */
    SearchState complete(SearchState ended, Consumer<OptimizationEvent> events) {
        SearchState state = ended;
        List<ScoredPrompt> contenders = contenders(state);
        while (!contenders.isEmpty()) {
            List<ScoredPrompt> finalists = state.finalists(settings.finalists(), admissible);
            int missing = settings.finalists() - finalists.size();
            List<ScoredPrompt> next = contenders.subList(0, Math.min(Math.max(1, missing), contenders.size()));
            double bar = missing > 0
                    ? Double.POSITIVE_INFINITY
                    : finalists.get(finalists.size() - 1).score();
            state = assess(state, next, bar, events);
            contenders = contenders(state);
        }
        return state;
    }

    private SearchState assess(
            SearchState before, List<ScoredPrompt> next, double bar, Consumer<OptimizationEvent> events) {
        ScoreWeights weights = settings.weights();
        Cutoff cutoff = Double.isInfinite(bar) ? Cutoff.none() : new Cutoff(true, weights, bar);
        // whatever was asked before, and by which session: a resumed search must find the same, to the last bit
        session.standAt(next.get(0).prompt(), 0);
        List<Assessment> assessments =
                session.assess(next.stream().map(ScoredPrompt::prompt).toList(), cutoff);
        SearchState state = before;
        for (int at = 0; at < next.size(); at++) {
            Assessment assessment = assessments.get(at);
            ScoredPrompt scored = ScoredPrompt.of(
                    assessment, weights, next.get(at).step(), next.get(at).position());
            if (!assessment.complete() && scored.score() <= bar) {
                throw new IllegalStateException("expected a session that leaves examples out above a score of " + bar
                        + " alone, found '" + scored.prompt() + "' let go at " + scored.score() + " after "
                        + assessment.assessed() + " of " + assessment.examples().size());
            }
            state = state.noting(scored, assessment.complete());
            events.accept(new OptimizationEvent.Revisited(scored, assessment, state, at == next.size() - 1));
        }
        return state;
    }

    private List<ScoredPrompt> contenders(SearchState state) {
        return state.contenders(settings.finalists(), admissible);
    }
}
