package org.greater4j.torch.session;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Tape;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * The gradient over reasoning of one prompt at one position, a few examples at once (the paper's equations 3 to 5).
 *
 * <p>The loss {@code CE(answer; logits / temperature) + weight · mean NLL(prompt)} depends on the one-hot choice at position i only through
 * what stands behind it, so {@code head ‖ p_<i} enters as constant keys and values, and the backward pass ends at the embedding of p_i.
 * The one-hot's gradient is then the inner product of that embedding's gradient with the candidates' embeddings. No graph is built:
 * {@link Decoder#backward}.
 */
final class GradientPass {
    /** Rows of logits at once. */
    private static final int CHUNK = 256;

    private final Decoder decoder;
    private final PrefixCache prefix;
    private final SessionSettings settings;
    private final List<Frame> frames;
    private final int[] ids;
    private final int position;
    private final int[] candidates;
    private final double[] currentLogProbabilities;
    private double flop;

    /**
     * @param prefix aligned to {@code position}
     * @param ids the prompt
     */
    GradientPass(
            Decoder decoder,
            Projection projection,
            PrefixCache prefix,
            SessionSettings settings,
            List<Frame> frames,
            int[] ids,
            int position,
            int[] candidates) {
        this.decoder = decoder;
        this.prefix = prefix;
        this.settings = settings;
        this.frames = frames;
        this.ids = ids;
        this.position = position;
        this.candidates = candidates;
        int[] current = new int[prefix.batch().rows()];
        Arrays.fill(current, ids[position]);
        this.currentLogProbabilities = TensorScope.call(() ->
                projection.score(prefix.hidden(), current, prefix::notFinite).logProbabilities());
    }

    /** Results of some examples, in the order asked: gradients [examples x C] and the losses' two parts. */
    record Result(double[][] gradients, double[] answerLosses, double[] fluencyLosses) {}

    /** Tokens that take part for one example. */
    static int tokens(Frame frame, int promptLength, int position, int[] chain) {
        return promptLength
                - position
                + frame.tail().length
                + chain.length
                + frame.extractor().length
                + frame.answer().length
                - 1;
    }

    /** Floating-point operations of all calls so far. */
    double flop() {
        return flop;
    }

    /**
     * @param examples which examples
     * @param chains the chain of each of the examples
     */
    Result run(int[] examples, int[][] chains) {
        int count = examples.length;
        int[] rest = Arrays.copyOfRange(ids, position, ids.length);
        int[][] sequences = new int[count][];
        int[] cacheRows = new int[count];
        int[] firsts = new int[count];
        int tokens = 0;
        int columns = 0;
        double needed = 0;
        for (int at = 0; at < count; at++) {
            Frame frame = frames.get(examples[at]);
            int[] answer = frame.answer();
            sequences[at] = Frame.concatenate(
                    rest, frame.tail(), chains[at], frame.extractor(), Arrays.copyOf(answer, answer.length - 1));
            cacheRows[at] = prefix.row(examples[at]);
            firsts[at] = tokens;
            tokens += sequences[at].length;
            int before = prefix.batch().length(cacheRows[at]);
            columns = Math.max(columns, before + sequences[at].length);
            needed += 2 * decoder.flop().tokens(before, sequences[at].length);
        }
        try (RowBatch batch = prefix.batch().select(cacheRows, columns)) {
            Result result = TensorScope.call(() -> compute(examples, sequences, firsts, batch));
            flop += needed;
            return result;
        }
    }

    private Result compute(int[] examples, int[][] sequences, int[] firsts, RowBatch batch) {
        int count = examples.length;
        Tape tape = batch.record(sequences);
        Wanted wanted = wanted(examples, sequences, firsts);
        double[] losses = new double[wanted.rows.length];
        Tensor arriving = torch.zeros(
                new long[] {tape.hidden().size(0), tape.hidden().size(1)},
                ComputeDevice.options(decoder.precision().stream()));
        for (int first = 0; first < wanted.rows.length; first += CHUNK) {
            int from = first;
            TensorScope.run(() -> differentiateLosses(
                    tape.hidden(), wanted, from, Math.min(CHUNK, wanted.rows.length - from), losses, arriving));
        }
        flop += 2 * decoder.flop().logits(wanted.rows.length);
        Tensor embeddings = decoder.backward(tape, arriving);
        double[] flat = Tensors.doubles(
                decoder.oneHotGradient(Projection.rows(embeddings, firsts), Tensors.of(candidates, candidates.length)));
        double[][] gradients = new double[count][];
        for (int at = 0; at < count; at++) {
            gradients[at] = Arrays.copyOfRange(flat, at * candidates.length, (at + 1) * candidates.length);
        }
        Result result = result(examples, losses, gradients);
        for (int at = 0; at < count; at++) {
            FiniteNumbers.check("gradient", examples[at], result.answerLosses[at], result.fluencyLosses[at]);
            FiniteNumbers.check("gradient", examples[at], gradients[at]);
        }
        return result;
    }

    /** Where the loss is taken: packed tokens, what should follow each, its weight in the loss and its temperature. */
    private record Wanted(int[] rows, int[] targets, double[] weights, double[] temperatures) {}

    private Wanted wanted(int[] examples, int[][] sequences, int[] firsts) {
        int size = 0;
        for (int example : examples) {
            size += ids.length - position - 1 + frames.get(example).answer().length;
        }
        Wanted wanted = new Wanted(new int[size], new int[size], new double[size], new double[size]);
        int next = 0;
        for (int at = 0; at < examples.length; at++) {
            for (int p = position + 1; p < ids.length; p++) {
                wanted.rows[next] = firsts[at] + p - position - 1;
                wanted.targets[next] = ids[p];
                wanted.weights[next] = settings.fluencyWeight() / ids.length;
                wanted.temperatures[next++] = 1;
            }
            int[] answer = frames.get(examples[at]).answer();
            int start = firsts[at] + sequences[at].length - answer.length;
            for (int t = 0; t < answer.length; t++) {
                wanted.rows[next] = start + t;
                wanted.targets[next] = answer[t];
                wanted.weights[next] = 1.0 / answer.length;
                wanted.temperatures[next++] = settings.answerTemperature();
            }
        }
        return wanted;
    }

    // cross-entropy's derivative at the logits is the difference of two distributions, over the temperature
    private void differentiateLosses(
            Tensor hidden, Wanted wanted, int first, int count, double[] losses, Tensor arriving) {
        int[] rows = Arrays.copyOfRange(wanted.rows, first, first + count);
        Tensor index = Tensors.of(rows, count);
        Tensor targets = Tensors.of(Arrays.copyOfRange(wanted.targets, first, first + count), count, 1);
        double[] inverse = new double[count];
        double[] factors = new double[count];
        for (int at = 0; at < count; at++) {
            inverse[at] = 1 / wanted.temperatures[first + at];
            factors[at] = wanted.weights[first + at] * inverse[at];
        }
        Tensor picked = hidden.index_select(0, index);
        // the fused form takes the maximum off first: a difference of two logits over 0.2 would keep few digits of a
        // small loss
        Tensor scaled = decoder.logits(picked).mul_(column(inverse));
        Tensor logProbabilities = scaled.log_softmax(1);
        double[] found = Tensors.doubles(logProbabilities.gather(1, targets));
        for (int at = 0; at < count; at++) {
            losses[first + at] = -found[at];
        }
        Tensor gradient = logProbabilities.exp_();
        gradient.scatter_add_(
                1,
                targets,
                torch.ones(new long[] {count, 1}, ComputeDevice.options(gradient.scalar_type()))
                        .neg_());
        Tensor logits = decoder.config().logitCap() > 0 ? scaled.div_(column(inverse)) : scaled;
        arriving.index_copy_(0, index, decoder.logitsBackward(picked, logits, gradient.mul_(column(factors))));
    }

    private Result result(int[] examples, double[] losses, double[][] gradients) {
        double[] answerLosses = new double[examples.length];
        double[] fluencyLosses = new double[examples.length];
        int next = 0;
        for (int at = 0; at < examples.length; at++) {
            double sum = prefix.logProbability(examples[at]) + currentLogProbabilities[prefix.row(examples[at])];
            for (int p = position + 1; p < ids.length; p++) {
                sum -= losses[next++];
            }
            fluencyLosses[at] = -sum / ids.length;
            int answerLength = frames.get(examples[at]).answer().length;
            for (int t = 0; t < answerLength; t++) {
                answerLosses[at] += losses[next++] / answerLength;
            }
        }
        return new Result(gradients, answerLosses, fluencyLosses);
    }

    private Tensor column(double[] values) {
        return Tensors.of(values, values.length, 1).to(decoder.precision().stream());
    }
}
