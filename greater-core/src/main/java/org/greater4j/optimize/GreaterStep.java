package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Prompt;
import org.greater4j.text.Tokenizer;

/**
 * One step of GReaTer at one position: propose, gradient, select, move (the paper's Algorithm 1).
 *
 * <p>A pure function of state, settings and the session's answers.
 */
public final class GreaterStep {
    private final GreaterSettings settings;
    private final Tokenizer tokenizer;
    private final Predicate<Prompt> admissible;
    private final int filler;

    /**
     * @param admissible whether a prompt's text keeps its ids; a prompt that does not is never tried
     * @throws IllegalArgumentException if the filler is not a single token
     */
    public GreaterStep(GreaterSettings settings, Tokenizer tokenizer, Predicate<Prompt> admissible) {
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.admissible = admissible;
        int[] ids = tokenizer.encode(settings.filler());
        if (ids.length != 1) {
            throw new IllegalArgumentException(
                    "expected a filler of one token, found '" + settings.filler() + "' of " + ids.length);
        }
        this.filler = ids[0];
    }

    /** What a step did, and where the search stands after it. */
    public record Outcome(StepRecord record, SearchState state) {}

    /** Scores the initial prompt. */
    public SearchState start(ReasoningSession session, Prompt initial) {
        return start(session.assess(List.of(initial), Cutoff.none()).get(0));
    }

    /** Where a search stands that knows its initial prompt's assessment and nothing else. */
    public SearchState start(Assessment assessment) {
        return SearchState.initial(ScoredPrompt.of(assessment, settings.weights(), 0, -1));
    }

    /** Does the next step. */
    public Outcome run(ReasoningSession session, SearchState state) {
        Cost costBefore = session.cost();
        Statistics statisticsBefore = session.statistics();
        Prompt prompt = state.prompt();
        int position = state.position();
        Drawn drawn = propose(session, prompt, position, state.step());
        int[] candidates = drawn.candidates;
        double[] gradient = {};
        double meanAnswerLoss = Double.NaN;
        List<StepRecord.Trial> trials = List.of();
        int chosen = prompt.id(position);
        StepRecord.Choice reason = StepRecord.Choice.ONLY_CANDIDATE;
        if (candidates.length > 1) {
            TokenGradient answer = session.gradient(prompt, position, candidates);
            gradient = answer.sum();
            meanAnswerLoss = mean(answer.answerLosses());
            trials = tryOut(session, state, candidates, gradient);
            TrialChoice choice =
                    TrialChoice.of(trials, prompt.id(position), token -> winsAtOnce(token, state), settings);
            chosen = choice.token();
            reason = choice.reason();
        }
        Prompt after = prompt.with(position, chosen, tokenizer);
        StepRecord record = new StepRecord(
                state.step() + 1,
                position,
                prompt,
                drawn.k,
                candidates,
                texts(candidates),
                texts(drawn.dropped),
                gradient,
                meanAnswerLoss,
                trials,
                chosen,
                reason,
                after,
                session.cost().minus(costBefore),
                session.statistics().minus(statisticsBefore));
        return new Outcome(record, move(state, after, trials));
    }

    private record Drawn(int[] candidates, int k, int[] dropped) {}

    private Drawn propose(ReasoningSession session, Prompt prompt, int position, int step) {
        Random random = Candidates.random(settings.seed(), step);
        int current = prompt.id(position);
        int k = settings.topK();
        int widest = 0;
        SortedSet<Integer> drawn;
        while (true) {
            int[][] proposals = session.propose(prompt, position, k).ids();
            drawn = Candidates.draw(proposals, settings.subsets(), settings.subsetSize(), random);
            if (drawn.size() >= settings.minimumCandidates() || proposals[0].length == widest) {
                break;
            }
            // a larger k gives no more once every allowed token is proposed
            widest = proposals[0].length;
            k += settings.topKIncrement();
        }
        SortedSet<Integer> kept = new TreeSet<>();
        List<Integer> dropped = new ArrayList<>();
        for (int id : drawn) {
            if (id != current && !admissible.test(prompt.with(position, id, tokenizer))) {
                dropped.add(id);
            } else {
                kept.add(id);
            }
        }
        kept.add(current);
        return new Drawn(ids(kept), k, ids(dropped));
    }

    private List<StepRecord.Trial> tryOut(
            ReasoningSession session, SearchState state, int[] candidates, double[] gradient) {
        List<Integer> order = new ArrayList<>();
        for (int index : Candidates.mostNegative(gradient, settings.trials())) {
            order.add(index);
        }
        int current = state.prompt().id(state.position());
        if (settings.keepIncumbent() && order.stream().noneMatch(index -> candidates[index] == current)) {
            // in front, so that a candidate of the same score is preferred
            order.add(0, indexOf(candidates, current));
        }
        // a full stop wins whatever its score, so its step needs every example of every trial
        Cutoff cutoff = new Cutoff(true, settings.weights(), Double.POSITIVE_INFINITY);
        for (int at = 0; at < order.size(); at++) {
            if (winsAtOnce(candidates[order.get(at)], state)) {
                order = order.subList(0, at + 1);
                cutoff = Cutoff.none();
                break;
            }
        }
        List<Prompt> prompts = new ArrayList<>();
        for (int index : order) {
            prompts.add(state.prompt().with(state.position(), candidates[index], tokenizer));
        }
        if (settings.evidence() > 0) {
            // what is to be replaced must be known on every example; most often it is from an earlier step
            session.assess(List.of(state.prompt()), Cutoff.none());
        }
        List<Assessment> assessments = session.assess(prompts, cutoff);
        List<StepRecord.Trial> trials = new ArrayList<>();
        for (int at = 0; at < order.size(); at++) {
            int index = order.get(at);
            trials.add(new StepRecord.Trial(
                    candidates[index],
                    tokenizer.decode(candidates[index]),
                    gradient[index],
                    ScoredPrompt.of(assessments.get(at), settings.weights(), state.step() + 1, state.position()),
                    assessments.get(at)));
        }
        return trials;
    }

    private boolean winsAtOnce(int token, SearchState state) {
        boolean pastHalf = 2 * state.position() > state.initialLength();
        return settings.stopWins() && pastHalf && tokenizer.decode(token).contains(".");
    }

    private SearchState move(SearchState state, Prompt after, List<StepRecord.Trial> trials) {
        PromptLedger ledger = new PromptLedger(state);
        double best = state.best().score();
        int lastImprovement = state.lastImprovement();
        for (StepRecord.Trial trial : trials) {
            boolean complete = trial.assessment().complete();
            ledger.note(trial.scored(), complete);
            // whatever was known before, or let go, is no better than the best
            if (complete && trial.scored().score() < best) {
                lastImprovement = state.step() + 1;
            }
        }
        int next = state.position() + 1;
        Prompt prompt = after;
        if (next == after.length()) {
            if (tokenizer.decode(after.id(after.length() - 1)).contains(".")) {
                next = 0;
            } else {
                int[] longer = Arrays.copyOf(after.ids(), next + 1);
                longer[next] = filler;
                prompt = Prompt.of(longer, tokenizer);
            }
        }
        return new SearchState(
                state.step() + 1,
                next,
                prompt,
                state.initialLength(),
                ledger.history(),
                ledger.unfinished(),
                lastImprovement,
                state.ending());
    }

    private static int[] ids(Collection<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<String> texts(int[] ids) {
        List<String> texts = new ArrayList<>();
        for (int id : ids) {
            texts.add(tokenizer.decode(id));
        }
        return texts;
    }

    private static int indexOf(int[] values, int wanted) {
        for (int at = 0; at < values.length; at++) {
            if (values[at] == wanted) {
                return at;
            }
        }
        throw new IllegalStateException("expected " + wanted + " among the candidates");
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
