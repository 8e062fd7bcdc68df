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
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
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
    /** Padded tokens in one autograd graph; some 2.6 MB each for a 135M model in float32. */
    private static final int GRADIENT_TOKENS = 640;

    private final Decoder decoder;
    private final Projection projection;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final PrefixCache prefix;
    private final AssessmentPass assessmentPass;
    private final Map<Prompt, Assessment> assessed = new HashMap<>();
    private WorkListener listener = WorkListener.silent();
    private Cost cost = Cost.NONE;

    /**
     * @param ends the ids that end a chain
     */
    public TorchReasoningSession(Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings) {
        this.decoder = decoder;
        this.projection = new Projection(decoder);
        this.frames = List.copyOf(frames);
        this.settings = settings;
        checkContext(1);
        this.prefix = new PrefixCache(decoder, projection, frames);
        this.assessmentPass = new AssessmentPass(decoder, projection, ends, prefix, this.frames, settings);
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        checkPosition(prompt, position);
        prefix.align(prompt.ids(), position);
        int forbidden = position > 0 ? prompt.id(position - 1) : -1;
        float[][] distributions = TensorScope.call(() -> projection.distributions(prefix.hidden()));
        int[][] ids = new int[frames.size()][];
        float[][] logProbabilities = new float[frames.size()][];
        for (int j = 0; j < frames.size(); j++) {
            float[] distribution = distributions[prefix.row(j)];
            ids[j] = LikeliestTokens.pick(distribution, settings.allowed(), forbidden, k);
            logProbabilities[j] = new float[ids[j].length];
            for (int at = 0; at < ids[j].length; at++) {
                logProbabilities[j][at] = distribution[ids[j][at]];
            }
        }
        listener.progressed(Phase.PROPOSE, frames.size(), frames.size());
        return new Proposals(ids, logProbabilities);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        checkPosition(prompt, position);
        if (Arrays.stream(candidates).noneMatch(id -> id == prompt.id(position))) {
            throw new IllegalArgumentException("expected the token at position " + position + " among the candidates");
        }
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
            int rows = Math.min(order.length - done, Math.max(1, GRADIENT_TOKENS / lengths[order[done]]));
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
        Set<Prompt> missing = new LinkedHashSet<>();
        for (Prompt prompt : prompts) {
            if (!assessed.containsKey(prompt)) {
                checkContext(prompt.length());
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
        if (!assessment.complete() || assessment.examples().size() != frames.size()) {
            throw new IllegalArgumentException("expected a complete assessment of " + frames.size()
                    + " examples, found " + assessment.examples().size());
        }
        assessed.put(assessment.prompt(), assessment);
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
        prefix.close();
    }

    private Assessment known(Prompt prompt) {
        Assessment assessment = assessed.get(prompt);
        if (assessment == null) {
            throw new IllegalStateException("no assessment of '" + prompt + "'");
        }
        return assessment;
    }

    private static void checkPosition(Prompt prompt, int position) {
        if (position < 0 || position >= prompt.length()) {
            throw new IllegalArgumentException(
                    "expected a position in 0.." + (prompt.length() - 1) + ", found " + position);
        }
    }

    private void checkContext(int promptLength) {
        for (int j = 0; j < frames.size(); j++) {
            Frame frame = frames.get(j);
            int needed = frame.head().length
                    + promptLength
                    + frame.tail().length
                    + settings.maxNewTokens()
                    + frame.extractor().length
                    + frame.answer().length;
            if (needed > decoder.config().contextLength()) {
                throw new GreaterException(
                        ErrorCode.CONTEXT_TOO_SHORT,
                        "training example " + (j + 1) + " with a prompt of " + promptLength
                                + " tokens: expected at most "
                                + decoder.config().contextLength() + " tokens (the model's context), found " + needed
                                + " with " + settings.maxNewTokens()
                                + " for the chain; shorten the prompt or the question, or lower --max-new-tokens");
            }
        }
    }
}
