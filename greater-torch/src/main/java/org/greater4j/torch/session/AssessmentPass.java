package org.greater4j.torch.session;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Phase;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.GreedyDecoding;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;

/**
 * Chains, mistakes and losses of some prompts over all examples: one row per prompt and example, in one batch as large as memory allows.
 */
final class AssessmentPass {
    private final Decoder decoder;
    private final Projection projection;
    private final GreedyDecoding decoding;
    private final PrefixCache prefix;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final BatchLimits limits;

    AssessmentPass(
            Decoder decoder,
            Projection projection,
            BitSet ends,
            PrefixCache prefix,
            List<Frame> frames,
            SessionSettings settings,
            BatchLimits limits) {
        this.decoder = decoder;
        this.projection = projection;
        this.decoding = new GreedyDecoding(projection, ends);
        this.prefix = prefix;
        this.frames = frames;
        this.settings = settings;
        this.limits = limits;
    }

    /** Per prompt and example, and what it cost. */
    record Result(ExampleAssessment[][] examples, Cost cost) {}

    Result run(List<Prompt> prompts, WorkListener listener) {
        int[] first = prompts.get(0).ids();
        // a single prompt shares with nobody: it takes what is in the cache, and adds nothing to it
        int shared = prompts.size() == 1 ? prefix.common(first, first.length - 1) : sharedLength(prompts);
        prefix.align(first, shared);
        int total = prompts.size() * frames.size();
        ExampleAssessment[][] examples = new ExampleAssessment[prompts.size()][frames.size()];
        Cost cost = Cost.NONE;
        int step = rowsAtOnce(prompts, shared);
        for (int done = 0; done < total; done += step) {
            int[] rows = new int[Math.min(step, total - done)];
            for (int at = 0; at < rows.length; at++) {
                rows[at] = done + at;
            }
            cost = cost.plus(runRows(prompts, rows, shared, examples, listener, done, total));
        }
        return new Result(examples, cost);
    }

    private Cost runRows(
            List<Prompt> prompts,
            int[] rows,
            int shared,
            ExampleAssessment[][] examples,
            WorkListener listener,
            int before,
            int total) {
        int count = rows.length;
        int[] cacheRows = new int[count];
        int[][] turns = new int[count][];
        long forward = 0;
        int room = 0;
        for (int at = 0; at < count; at++) {
            Frame frame = frame(rows[at]);
            int[] ids = prompts.get(prompt(rows[at])).ids();
            cacheRows[at] = prefix.row(rows[at] % frames.size());
            turns[at] = Frame.concatenate(Arrays.copyOfRange(ids, shared, ids.length), frame.tail());
            forward += turns[at].length + frame.extractor().length + frame.answer().length - 1;
            room = Math.max(room, 1 + frame.extractor().length + frame.answer().length);
        }
        int longest = Arrays.stream(turns).mapToInt(turn -> turn.length).max().orElse(0);
        int capacity = prefix.batch().columns() + longest + settings.maxNewTokens();
        double[] fluencyLosses = new double[count];
        long[] generated = {0};
        try (RowBatch batch = prefix.batch().select(cacheRows, capacity)) {
            int[] firstTokens = TensorScope.call(() -> {
                Tensor hidden = batch.extend(turns);
                fluencyLosses(prompts, rows, shared, hidden, fluencyLosses);
                return projection.likeliest(Projection.lastRows(hidden, turns));
            });
            decoding.run(
                    batch,
                    firstTokens,
                    settings.maxNewTokens(),
                    room,
                    (finished, ofRows) -> listener.progressed(Phase.SELECT, before + finished, total),
                    (finished, origins, chains) -> {
                        for (GreedyDecoding.Chain chain : chains) {
                            generated[0] += chain.tokens().length;
                        }
                        scoreAnswers(rows, finished, origins, chains, fluencyLosses, examples);
                    });
        }
        return new Cost(forward, generated[0], 0);
    }

    // the mean over the prompt's tokens; those before `shared` stand in the prefix cache
    private void fluencyLosses(List<Prompt> prompts, int[] rows, int shared, Tensor hidden, double[] losses) {
        int count = rows.length;
        int rest = 0;
        for (int row : rows) {
            rest += Math.max(0, prompts.get(prompt(row)).length() - shared - 1);
        }
        int[] batchRows = new int[rest];
        int[] times = new int[rest];
        int[] targets = new int[rest];
        int filled = 0;
        for (int at = 0; at < count; at++) {
            Prompt prompt = prompts.get(prompt(rows[at]));
            for (int p = shared + 1; p < prompt.length(); p++) {
                batchRows[filled] = at;
                times[filled] = p - shared - 1;
                targets[filled++] = prompt.id(p);
            }
        }
        double[] restScores = rest == 0
                ? new double[0]
                : projection
                        .score(Projection.rows(hidden, batchRows, times), targets)
                        .logProbabilities();
        double[] firstScores = firstScores(prompts, rows, shared);
        int next = 0;
        for (int at = 0; at < count; at++) {
            Prompt prompt = prompts.get(prompt(rows[at]));
            double sum = prefix.logProbability(rows[at] % frames.size()) + firstScores[at];
            for (int p = shared + 1; p < prompt.length(); p++) {
                sum += restScores[next++];
            }
            losses[at] = -sum / prompt.length();
            FiniteNumbers.check("assessment", rows[at] % frames.size(), losses[at]);
        }
    }

    // the first token behind the shared part is predicted by the prefix cache's last hidden state
    private double[] firstScores(List<Prompt> prompts, int[] rows, int shared) {
        int[] cacheRows = new int[rows.length];
        int[] targets = new int[rows.length];
        for (int at = 0; at < rows.length; at++) {
            Prompt prompt = prompts.get(prompt(rows[at]));
            cacheRows[at] = prefix.row(rows[at] % frames.size());
            targets[at] = prompt.id(shared);
        }
        Tensor hidden = prefix.hidden().unsqueeze(1);
        return projection
                .score(Projection.rows(hidden, cacheRows, new int[rows.length]), targets)
                .logProbabilities();
    }

    private void scoreAnswers(
            int[] rows,
            RowBatch finished,
            int[] origins,
            GreedyDecoding.Chain[] chains,
            double[] fluencyLosses,
            ExampleAssessment[][] examples) {
        int count = origins.length;
        int[][] continuation = new int[count][];
        int answers = 0;
        for (int at = 0; at < count; at++) {
            Frame frame = frame(rows[origins[at]]);
            int[] answer = frame.answer();
            continuation[at] = Frame.concatenate(
                    chains[at].pending(), frame.extractor(), Arrays.copyOf(answer, answer.length - 1));
            answers += answer.length;
        }
        int[] batchRows = new int[answers];
        int[] times = new int[answers];
        int[] targets = new int[answers];
        int filled = 0;
        for (int at = 0; at < count; at++) {
            int[] answer = frame(rows[origins[at]]).answer();
            for (int t = 0; t < answer.length; t++) {
                batchRows[filled] = at;
                times[filled] = continuation[at].length - answer.length + t;
                targets[filled++] = answer[t];
            }
        }
        Projection.Scores scores = TensorScope.call(
                () -> projection.score(Projection.rows(finished.extend(continuation), batchRows, times), targets));
        int next = 0;
        for (int at = 0; at < count; at++) {
            int row = rows[origins[at]];
            int answerLength = frame(row).answer().length;
            double loss = 0;
            boolean mistake = false;
            for (int t = 0; t < answerLength; t++, next++) {
                loss -= scores.logProbabilities()[next] / answerLength;
                mistake |= scores.likeliest()[next] != targets[next];
            }
            FiniteNumbers.check("assessment", row % frames.size(), loss);
            examples[prompt(row)][row % frames.size()] =
                    new ExampleAssessment(chains[at].tokens(), mistake, loss, fluencyLosses[origins[at]]);
        }
    }

    private int prompt(int row) {
        return row / frames.size();
    }

    private Frame frame(int row) {
        return frames.get(row % frames.size());
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

    private int rowsAtOnce(List<Prompt> prompts, int shared) {
        int tail = 0;
        int answer = 0;
        for (Frame frame : frames) {
            tail = Math.max(tail, frame.tail().length);
            answer = Math.max(answer, frame.extractor().length + frame.answer().length);
        }
        int rest = prompts.stream().mapToInt(Prompt::length).max().orElse(0) - shared;
        // rows share columns, so each takes as many as the longest of every part together
        long columns = (long) prefix.batch().columns() + rest + tail + settings.maxNewTokens() + answer;
        return limits.cacheRows(decoder.cacheBytesPerColumn(), columns, prompts.size() * frames.size());
    }
}
