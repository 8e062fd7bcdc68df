package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ExampleOrder;
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
import org.greater4j.torch.memory.MemoryGate;
import org.greater4j.torch.memory.RowLimit;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * A reasoning session with every exact fast path of the method, each of which the settings can switch off.
 *
 * <p>{@code head ‖ p_<i} is computed once for proposal, gradient and all candidates; all candidates of all examples go on in one continuous
 * batch, from which prompts that can't win are let go; what was assessed before is looked up by ids. {@link PlainReasoningSession} is the
 * oracle of its answers.
 */
public final class TorchReasoningSession implements ReasoningSession {
    private final Decoder decoder;
    private final Projection projection;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final SessionChecks checks;
    private final EngineTuning tuning;
    private final RowLimit exampleLimit;
    private final PrefixCache prefix;
    private final AssessmentPass assessmentPass;
    private final Map<Prompt, Assessment> assessed = new LinkedHashMap<>();
    private WorkListener listener = WorkListener.silent();
    private Cost cost = Cost.NONE;
    private Statistics statistics = Statistics.NONE;
    private @Nullable Assessment incumbent;
    private boolean closed;

    /**
     * Opens a session; the decoder stays the caller's, and must live longer.
     *
     * @param ends the ids that end a chain
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a frame leaves no room for a prompt
     */
    public TorchReasoningSession(Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings) {
        this(decoder, ends, frames, settings, EngineTuning.DEFAULT);
    }

    TorchReasoningSession(
            Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings, EngineTuning tuning) {
        this(decoder, ends, frames, settings, tuning, MemoryGate.OPEN);
    }

    TorchReasoningSession(
            Decoder decoder,
            BitSet ends,
            List<Frame> frames,
            SessionSettings settings,
            EngineTuning tuning,
            MemoryGate gate) {
        this.exampleLimit = new RowLimit("gradient", gate);
        this.decoder = decoder;
        this.projection = new Projection(decoder, settings.uses(Acceleration.SPARSE_PROJECTION));
        this.frames = List.copyOf(frames);
        this.settings = settings;
        this.tuning = tuning;
        this.checks = new SessionChecks(this.frames, settings, decoder.config().contextLength());
        checks.context(1);
        this.prefix = new PrefixCache(decoder, projection, this.frames, tuning.chunkTokens());
        this.assessmentPass = new AssessmentPass(
                decoder, projection, ends, prefix, this.frames, settings, tuning, new RowLimit("reasoning", gate));
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        checkOpen();
        checks.position(prompt, position);
        forgetWhatIsNotCached();
        double cacheFlop = prefix.computedFlop();
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
        count(Phase.PROPOSE, decoder.flop().logits(distributions.length), cacheFlop);
        listener.progressed(Phase.PROPOSE, frames.size(), frames.size());
        return new Proposals(ids, logProbabilities);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        checkOpen();
        checks.position(prompt, position);
        checks.candidates(prompt, position, candidates);
        Assessment current = currentAssessment(prompt);
        int[] ids = prompt.ids();
        forgetWhatIsNotCached();
        double cacheFlop = prefix.computedFlop();
        prefix.align(ids, position);
        int[] lengths = new int[frames.size()];
        int[][] chains = new int[frames.size()][];
        for (int j = 0; j < lengths.length; j++) {
            chains[j] = current.examples().get(j).chain();
            lengths[j] = GradientPass.tokens(frames.get(j), ids.length, position, chains[j]);
        }
        int[] order = LengthOrder.longestFirst(lengths.length, j -> lengths[j]);
        GradientPass pass = new GradientPass(decoder, projection, prefix, settings, frames, ids, position, candidates);
        double[][] gradients = new double[frames.size()][];
        double[] answerLosses = new double[frames.size()];
        double[] fluencyLosses = new double[frames.size()];
        long tokens = 0;
        long cached = 0;
        int done = 0;
        while (done < order.length) {
            int rows = examplesAtOnce(lengths, order, done);
            int[] examples = Arrays.copyOfRange(order, done, done + rows);
            int[][] theirChains = new int[rows][];
            for (int at = 0; at < rows; at++) {
                theirChains[at] = chains[examples[at]];
            }
            GradientPass.Result result;
            try {
                exampleLimit.ask(rows);
                result = pass.run(examples, theirChains);
            } catch (RuntimeException e) {
                exampleLimit.lower(rows, e);
                continue;
            }
            for (int example : examples) {
                tokens += lengths[example];
                cached += prefix.batch().length(prefix.row(example));
            }
            for (int at = 0; at < rows; at++) {
                gradients[examples[at]] = result.gradients()[at];
                answerLosses[examples[at]] = result.answerLosses()[at];
                fluencyLosses[examples[at]] = result.fluencyLosses()[at];
            }
            done += rows;
            listener.progressed(Phase.GRADIENT, done, order.length);
        }
        cost = cost.plus(new Cost(0, 0, tokens));
        statistics = statistics.plus(Statistics.ofCached(cached));
        count(Phase.GRADIENT, pass.flop(), cacheFlop);
        return new TokenGradient(candidates.clone(), gradients, answerLosses, fluencyLosses);
    }

    // what is found here alone is known until the next gradient: a resumed search, which is told of the trials only,
    // must find what the unbroken one found, and as it did, to the last bit
    private Assessment currentAssessment(Prompt prompt) {
        Assessment known = lookup(prompt);
        incumbent = null;
        if (known == null || !known.complete()) {
            checks.context(prompt.length());
            Race race = new Race(List.of(prompt), frames.size(), Cutoff.none(), Collections.singletonList(known));
            run(List.of(prompt), race, Cutoff.none());
            known = race.assessment(0);
        }
        incumbent = known;
        return known;
    }

    private @Nullable Assessment lookup(Prompt prompt) {
        if (!settings.uses(Acceleration.MEMORY)) {
            return null;
        }
        Assessment known = assessed.get(prompt);
        boolean isIncumbent = incumbent != null && incumbent.prompt().equals(prompt);
        return isIncumbent && (known == null || !known.complete()) ? incumbent : known;
    }

    // as many as run well together and fit the tape; one at least
    private int examplesAtOnce(int[] lengths, int[] order, int from) {
        if (!settings.uses(Acceleration.CONTINUOUS_BATCH)) {
            return 1;
        }
        long most = Math.min(tuning.chunkTokens(), tuning.tapeTokens(decoder.tapeBytesPerToken()));
        int rows = 1;
        long tokens = lengths[order[from]];
        while (rows < exampleLimit.atMost(order.length)
                && from + rows < order.length
                && tokens + lengths[order[from + rows]] <= most) {
            tokens += lengths[order[from + rows]];
            rows++;
        }
        return rows;
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        checkOpen();
        Cutoff used = settings.uses(Acceleration.PRUNING) ? cutoff : Cutoff.none();
        List<Prompt> distinct = List.copyOf(new LinkedHashSet<>(prompts));
        List<@Nullable Assessment> known = new ArrayList<>();
        int hits = 0;
        for (Prompt prompt : distinct) {
            Assessment earlier = lookup(prompt);
            known.add(earlier);
            if (earlier != null && earlier.complete()) {
                hits++;
            } else {
                checks.context(prompt.length());
            }
        }
        statistics = statistics.plus(Statistics.ofLookups(distinct.size(), hits));
        Race race = new Race(distinct, frames.size(), used, known);
        if (race.left() > 0) {
            run(distinct, race, used);
        }
        Map<Prompt, Assessment> found = new HashMap<>();
        for (int c = 0; c < distinct.size(); c++) {
            Assessment assessment = race.assessment(c);
            keep(assessment);
            found.put(assessment.prompt(), assessment);
        }
        return prompts.stream()
                .map(prompt -> Objects.requireNonNull(found.get(prompt)))
                .toList();
    }

    private void run(List<Prompt> distinct, Race race, Cutoff cutoff) {
        forgetWhatIsNotCached();
        double cacheFlop = prefix.computedFlop();
        AssessmentPass.Spent spent = assessmentPass.run(
                distinct,
                race,
                cutoff,
                () -> ExampleOrder.of(assessed.values(), frames.size(), cutoff.weights()),
                this::earlierChains,
                listener);
        cost = cost.plus(spent.cost());
        statistics = statistics.plus(spent.statistics());
        count(Phase.SELECT, 0, cacheFlop);
    }

    // the chain of the prompt that the step began with is the likeliest to be repeated
    private List<int[]> earlierChains(int example) {
        Assessment from = incumbent;
        return from == null ? List.of() : List.of(from.examples().get(example).chain());
    }

    // what is known of an example stays known, whichever call found it
    private void keep(Assessment assessment) {
        Assessment before = assessed.get(assessment.prompt());
        if (before == null || assessment.complete()) {
            assessed.put(assessment.prompt(), assessment);
        } else if (!before.complete()) {
            List<ExampleAssessment> merged = new ArrayList<>();
            for (int j = 0; j < frames.size(); j++) {
                ExampleAssessment old = before.examples().get(j);
                merged.add(old.assessed() ? old : assessment.examples().get(j));
            }
            assessed.put(assessment.prompt(), Assessment.of(assessment.prompt(), merged));
        }
    }

    private void forgetWhatIsNotCached() {
        if (!settings.uses(Acceleration.QUESTION_CACHE)) {
            prefix.forget(true);
        } else if (!settings.uses(Acceleration.PROMPT_CACHE)) {
            prefix.forget(false);
        }
    }

    // what the caches computed counts for the question that needed it first
    private void count(Phase phase, double flop, double cacheFlopBefore) {
        statistics = statistics.plus(Statistics.ofFlop(phase, flop + prefix.computedFlop() - cacheFlopBefore));
    }

    @Override
    public void remember(Assessment assessment) {
        checks.remembered(assessment);
        keep(assessment);
    }

    @Override
    public void standAt(Prompt prompt, int position) {
        checkOpen();
        checks.position(prompt, position);
        forgetWhatIsNotCached();
        if (settings.uses(Acceleration.PROMPT_CACHE)) {
            prefix.align(prompt.ids(), position);
        }
        incumbent = null;
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
}
