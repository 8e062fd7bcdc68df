package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.Phase;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.ContinuousBatch;
import org.greater4j.torch.generate.Drafting;
import org.greater4j.torch.generate.GreedyChain;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.RowLimit;
import org.greater4j.torch.memory.TensorScope;

/**
 * Chains, mistakes and losses of some prompts over all examples: one row per prompt and example in a continuous batch.
 *
 * <p>Where all of them fit at once they begin together. Where they don't, the fluency losses come first, then all examples of the first
 * prompt, whose gradient promises most, so that there is a score to beat; then the others, example by example, those that tell prompts
 * apart first.
 */
final class AssessmentPass {
    /** Rows at which a pass is about as efficient as it becomes: with more, pruning comes too late. */
    private static final int ROWS_WITH_CUTOFF = 64;

    private final Decoder decoder;
    private final Projection projection;
    private final BitSet ends;
    private final PrefixCache prefix;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final EngineTuning tuning;
    private final RowLimit limit;

    AssessmentPass(
            Decoder decoder,
            Projection projection,
            BitSet ends,
            PrefixCache prefix,
            List<Frame> frames,
            SessionSettings settings,
            EngineTuning tuning,
            RowLimit limit) {
        this.decoder = decoder;
        this.projection = projection;
        this.ends = ends;
        this.prefix = prefix;
        this.frames = frames;
        this.settings = settings;
        this.tuning = tuning;
        this.limit = limit;
    }

    /** What a pass cost and how it went. */
    record Spent(Cost cost, Statistics statistics) {}

    /**
     * Assesses what is missing in a race.
     *
     * @param order examples, those that tell prompts apart first; asked only where it matters
     * @param earlier chains of an example under earlier prompts, the likeliest to be repeated last
     */
    Spent run(
            List<Prompt> prompts,
            Race race,
            Cutoff cutoff,
            Supplier<int[]> order,
            IntFunction<List<int[]>> earlier,
            WorkListener listener) {
        int[] first = prompts.get(0).ids();
        // a single prompt shares with nobody: it takes what is in the cache, and adds nothing to it
        int shared = prompts.size() == 1 ? prefix.common(first, first.length - 1) : sharedLength(prompts);
        if (!settings.uses(Acceleration.PROMPT_CACHE)) {
            shared = 0;
        }
        prefix.align(first, shared);
        return new Run(prompts, race, cutoff, shared, listener).go(order, earlier);
    }

    /** One go of the pass. */
    private final class Run {
        private final List<Prompt> prompts;
        private final Race race;
        private final Cutoff cutoff;
        private final int shared;
        private final WorkListener listener;
        private final ContinuousBatch batch = new ContinuousBatch(decoder, projection, limit);
        private final Drafting drafting = new Drafting(settings.uses(Acceleration.DRAFTS), tuning.draftCosts());
        private final List<ChainContinuation> all = new ArrayList<>();
        private final int total;
        private double[][] firstScores = new double[0][];
        private long cachedTokens;
        private double extraFlop;

        Run(List<Prompt> prompts, Race race, Cutoff cutoff, int shared, WorkListener listener) {
            this.prompts = prompts;
            this.race = race;
            this.cutoff = cutoff;
            this.shared = shared;
            this.listener = listener;
            this.total = prompts.size() * frames.size();
        }

        Spent go(Supplier<int[]> order, IntFunction<List<int[]>> earlier) {
            firstScores();
            int rows = rowsAtOnce();
            List<int[]> pairs = byLength();
            if (cutoff.enabled() && rows < pairs.size()) {
                rows = Math.min(rows, ROWS_WITH_CUTOFF);
                fluencyFirst(pairs, rows);
                pairs = inRounds(order.get());
            }
            Iterator<int[]> waiting = pairs.iterator();
            batch.run(prefix.batch(), this::empty, rows, () -> {
                while (waiting.hasNext()) {
                    int[] pair = waiting.next();
                    // what was lost while it waited never begins
                    if (race.knowsFluency(pair[0], pair[1]) && race.isLost(pair[0])) {
                        race.leftOut();
                        continue;
                    }
                    ChainContinuation continuation = continuation(pair[0], pair[1], earlier.apply(pair[1]));
                    all.add(continuation);
                    cachedTokens += prefix.batch().length(prefix.row(pair[1]));
                    return new ContinuousBatch.Waiting(prefix.row(pair[1]), continuation);
                }
                return null;
            });
            return spent(pairs.size());
        }

        private Spent spent(int wanted) {
            Cost cost = Cost.NONE;
            int finished = 0;
            double leftOutFlop = 0;
            for (ChainContinuation one : all) {
                cost = cost.plus(one.cost());
                if (one.isAssessed()) {
                    finished++;
                } else {
                    leftOutFlop += one.flop();
                }
            }
            Statistics statistics = new Statistics(
                    drafting.drafted(),
                    drafting.accepted(),
                    batch.passes(),
                    0,
                    0,
                    wanted,
                    wanted - finished,
                    cachedTokens,
                    0,
                    0,
                    batch.neededFlop() - leftOutFlop + extraFlop,
                    batch.wastedFlop() + leftOutFlop);
            return new Spent(cost, statistics);
        }

        private RowBatch empty(int rows) {
            return RowBatch.empty(decoder, rows, Math.toIntExact(columns()), tuning.chunkTokens());
        }

        private ChainContinuation continuation(int c, int j, List<int[]> earlier) {
            return new ChainContinuation(
                    c,
                    j,
                    prompts.get(c),
                    shared,
                    frames.get(j),
                    new GreedyChain(ends, settings.maxNewTokens(), earlier, drafting),
                    firstScores[c][j],
                    race,
                    decoder.flop(),
                    prefix.batch().length(prefix.row(j)),
                    () -> listener.progressed(Phase.SELECT, total - race.left(), total));
        }

        // the first token behind the shared part is predicted by the prefix cache's last hidden state
        private void firstScores() {
            int rows = prefix.batch().rows();
            int[] cacheRows = new int[rows * prompts.size()];
            int[] targets = new int[cacheRows.length];
            for (int c = 0; c < prompts.size(); c++) {
                for (int row = 0; row < rows; row++) {
                    cacheRows[c * rows + row] = row;
                    targets[c * rows + row] = prompts.get(c).id(shared);
                }
            }
            double[] found = TensorScope.call(() -> projection
                    .score(
                            Projection.rows(prefix.hidden(), cacheRows),
                            targets,
                            (row, number) -> prefix.notFinite(cacheRows[row], number))
                    .logProbabilities());
            extraFlop += decoder.flop().logits(rows);
            firstScores = new double[prompts.size()][frames.size()];
            for (int c = 0; c < prompts.size(); c++) {
                for (int j = 0; j < frames.size(); j++) {
                    firstScores[c][j] = prefix.logProbability(j) + found[c * rows + prefix.row(j)];
                }
            }
        }

        // without chains: what the bounds need to be tight before the first chain ends
        private void fluencyFirst(List<int[]> pairs, int rows) {
            List<ContinuousBatch.Waiting> waiting = new ArrayList<>();
            for (int[] pair : pairs) {
                if (!race.knowsFluency(pair[0], pair[1])) {
                    waiting.add(new ContinuousBatch.Waiting(
                            prefix.row(pair[1]),
                            new FluencyContinuation(
                                    pair[0],
                                    pair[1],
                                    prompts.get(pair[0]),
                                    shared,
                                    firstScores[pair[0]][pair[1]],
                                    race)));
                }
            }
            Iterator<ContinuousBatch.Waiting> next = waiting.iterator();
            batch.run(prefix.batch(), this::empty, rows, () -> next.hasNext() ? next.next() : null);
        }

        // neighbours in length share rectangles of attention
        private List<int[]> byLength() {
            List<int[]> pairs = new ArrayList<>();
            for (int j = 0; j < frames.size(); j++) {
                for (int c = 0; c < prompts.size(); c++) {
                    add(pairs, c, j);
                }
            }
            pairs.sort(Comparator.comparingInt(pair ->
                    frames.get(pair[1]).head().length + frames.get(pair[1]).tail().length));
            return pairs;
        }

        private List<int[]> inRounds(int[] order) {
            List<int[]> pairs = new ArrayList<>();
            for (int j : order) {
                add(pairs, 0, j);
            }
            for (int j : order) {
                for (int c = 1; c < prompts.size(); c++) {
                    add(pairs, c, j);
                }
            }
            return pairs;
        }

        private void add(List<int[]> pairs, int c, int j) {
            if (!race.isAssessed(c, j)) {
                pairs.add(new int[] {c, j});
            }
        }

        private int rowsAtOnce() {
            if (!settings.uses(Acceleration.CONTINUOUS_BATCH)) {
                return 1;
            }
            long perColumn = decoder.cacheBytesPerColumn();
            return tuning.cacheRows(
                    perColumn, columns(), Math.max(1, race.left()), prefix.columns(longestPrompt()) * perColumn);
        }

        private int longestPrompt() {
            return prompts.stream().mapToInt(Prompt::length).max().orElse(0);
        }

        // room for the longest text to its end
        private long columns() {
            int longest = 0;
            for (int j = 0; j < frames.size(); j++) {
                Frame frame = frames.get(j);
                int length = prefix.batch().length(prefix.row(j))
                        + frame.tail().length
                        + frame.extractor().length
                        + frame.answer().length;
                longest = Math.max(longest, length);
            }
            int rest = longestPrompt() - shared;
            return (long) longest + rest + settings.maxNewTokens();
        }
    }

    private static int sharedLength(List<Prompt> prompts) {
        int[] first = prompts.get(0).ids();
        // at least one token of every prompt stays outside, to be predicted
        int shared = first.length - 1;
        for (Prompt prompt : prompts) {
            int[] ids = prompt.ids();
            int common = 0;
            while (common < Math.min(shared, ids.length - 1) && ids[common] == first[common]) {
                common++;
            }
            shared = common;
        }
        return shared;
    }
}
