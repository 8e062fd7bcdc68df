package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.Phase;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.memory.TensorScope;

/**
 * A reasoning session with the question cache and the prompt cache (method: fast paths 1, 2, 3, 5 and 7).
 *
 * <p>{@code head ‖ p_<i} is computed once for proposal, gradient and all candidates; all candidates of all examples generate as one batch
 * that finished rows leave; what was assessed before is looked up by ids.
 */
public final class TorchReasoningSession implements ReasoningSession {
    private final Decoder decoder;
    private final Projection projection;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final SessionChecks checks;
    private final BatchLimits limits;
    private final PrefixCache prefix;
    private final AssessmentPass assessmentPass;
    private final Map<Prompt, Assessment> assessed = new HashMap<>();
    private WorkListener listener = WorkListener.silent();
    private Cost cost = Cost.NONE;
    private Statistics statistics = Statistics.NONE;
    private boolean closed;

    /**
     * Opens a session; the decoder stays the caller's, and must live longer.
     *
     * @param ends the ids that end a chain
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a frame leaves no room for a prompt
     */
    public TorchReasoningSession(Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings) {
        this(decoder, ends, frames, settings, BatchLimits.DEFAULT);
    }

    TorchReasoningSession(
            Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings, BatchLimits limits) {
        this.decoder = decoder;
        this.projection = new Projection(decoder);
        this.frames = List.copyOf(frames);
        this.settings = settings;
        this.limits = limits;
        this.checks = new SessionChecks(this.frames, settings, decoder.config().contextLength());
        checks.context(1);
        this.prefix = new PrefixCache(decoder, projection, this.frames);
        this.assessmentPass = new AssessmentPass(decoder, projection, ends, prefix, this.frames, settings, limits);
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        checkOpen();
        checks.position(prompt, position);
        prefix.align(prompt.ids(), position);
        int forbidden = position > 0 ? prompt.id(position - 1) : -1;
        float[][] distributions = TensorScope.call(() -> projection.distributions(prefix.hidden()));
        int[][] ids = new int[frames.size()][];
        float[][] logProbabilities = new float[frames.size()][];
        for (int j = 0; j < frames.size(); j++) {
            float[] distribution = distributions[prefix.row(j)];
            ids[j] = LikeliestTokens.pick(distribution, settings.allowed(), forbidden, k);
            logProbabilities[j] = LikeliestTokens.logProbabilities(distribution, ids[j], j);
        }
        listener.progressed(Phase.PROPOSE, frames.size(), frames.size());
        return new Proposals(ids, logProbabilities);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        checkOpen();
        checks.position(prompt, position);
        checks.candidates(prompt, position, candidates);
        Assessment current = assess(List.of(prompt), Cutoff.none()).get(0);
        int[] ids = prompt.ids();
        prefix.align(ids, position);
        int[] lengths = new int[frames.size()];
        for (int j = 0; j < lengths.length; j++) {
            lengths[j] = GradientPass.tokens(
                    frames.get(j),
                    ids.length,
                    position,
                    current.examples().get(j).chain());
        }
        int[] order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer j) -> -lengths[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        GradientPass pass = new GradientPass(decoder, prefix, settings);
        double[][] gradients = new double[frames.size()][];
        double[] answerLosses = new double[frames.size()];
        double[] fluencyLosses = new double[frames.size()];
        long tokens = 0;
        int done = 0;
        while (done < order.length) {
            int longest = lengths[order[done]];
            long perToken = decoder.graphBytesPerToken(prefix.batch().columns() + longest);
            int rows = limits.graphRows(perToken, longest, order.length - done);
            int[] examples = Arrays.copyOfRange(order, done, done + rows);
            int[][] chains = new int[rows][];
            for (int at = 0; at < rows; at++) {
                chains[at] = current.examples().get(examples[at]).chain();
                tokens += lengths[examples[at]];
            }
            GradientPass.Result result = pass.run(examples, frames, ids, position, chains, candidates);
            for (int at = 0; at < rows; at++) {
                gradients[examples[at]] = result.gradients()[at];
                answerLosses[examples[at]] = result.answerLosses()[at];
                fluencyLosses[examples[at]] = result.fluencyLosses()[at];
            }
            done += rows;
            listener.progressed(Phase.GRADIENT, done, order.length);
        }
        cost = cost.plus(new Cost(0, 0, tokens));
        return new TokenGradient(candidates.clone(), gradients, answerLosses, fluencyLosses);
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        checkOpen();
        Set<Prompt> missing = new LinkedHashSet<>();
        for (Prompt prompt : prompts) {
            if (!assessed.containsKey(prompt)) {
                checks.context(prompt.length());
                missing.add(prompt);
            }
        }
        if (!missing.isEmpty()) {
            List<Prompt> work = List.copyOf(missing);
            AssessmentPass.Result result = assessmentPass.run(work, listener);
            cost = cost.plus(result.cost());
            for (int c = 0; c < work.size(); c++) {
                assessed.put(work.get(c), new Assessment(work.get(c), Arrays.asList(result.examples()[c]), true));
            }
        }
        List<Assessment> results = new ArrayList<>(prompts.size());
        for (Prompt prompt : prompts) {
            results.add(known(prompt));
        }
        return results;
    }

    @Override
    public void remember(Assessment assessment) {
        checks.remembered(assessment);
        assessed.put(assessment.prompt(), assessment);
    }

    @Override
    public Statistics statistics() {
        return statistics;
    }

    @Override
    public Cost cost() {
        return cost.plus(new Cost(prefix.computedTokens(), 0, 0));
    }

    @Override
    public void listen(WorkListener newListener) {
        this.listener = newListener;
    }

    @Override
    public void close() {
        closed = true;
        prefix.close();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("expected an open session, found a closed one");
        }
    }

    private Assessment known(Prompt prompt) {
        Assessment assessment = assessed.get(prompt);
        if (assessment == null) {
            throw new IllegalStateException("no assessment of '" + prompt + "'");
        }
        return assessment;
    }
}
