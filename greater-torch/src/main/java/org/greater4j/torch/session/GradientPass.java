package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * The gradient over reasoning of a few examples at once (the paper's equations 3 to 5).
 *
 * <p>The loss {@code CE(answer; logits / temperature) + weight · mean NLL(prompt)} depends on the one-hot choice at position i only through
 * what stands behind it, so {@code head ‖ p_<i} enters as constant keys and values, and the graph begins at the embedding of p_i. The
 * one-hot's gradient is then the inner product of that embedding's gradient with the candidates' embeddings.
 */
final class GradientPass {
    private final Decoder decoder;
    private final PrefixCache prefix;
    private final SessionSettings settings;

    GradientPass(Decoder decoder, PrefixCache prefix, SessionSettings settings) {
        this.decoder = decoder;
        this.prefix = prefix;
        this.settings = settings;
    }

    /** Results of some examples, in the order asked: gradients [examples x C] and the losses' two parts. */
    record Result(double[][] gradients, double[] answerLosses, double[] fluencyLosses) {}

    /** Tokens that take part in the graph for one example. */
    static int tokens(Frame frame, int promptLength, int position, int[] chain) {
        return promptLength
                - position
                + frame.tail().length
                + chain.length
                + frame.extractor().length
                + frame.answer().length
                - 1;
    }

    /**
     * @param examples which examples
     * @param ids the prompt; the prefix cache is aligned to {@code position}
     * @param chains the chain of each of the examples
     */
    Result run(int[] examples, List<Frame> frames, int[] ids, int position, int[][] chains, int[] candidates) {
        return TensorScope.callWithGradient(() -> compute(examples, frames, ids, position, chains, candidates));
    }

    private Result compute(
            int[] examples, List<Frame> frames, int[] ids, int position, int[][] chains, int[] candidates) {
        int count = examples.length;
        int[] rest = Arrays.copyOfRange(ids, position, ids.length);
        int[][] sequences = new int[count][];
        int[] cacheRows = new int[count];
        int time = 0;
        for (int at = 0; at < count; at++) {
            Frame frame = frames.get(examples[at]);
            int[] answer = frame.answer();
            sequences[at] = Frame.concatenate(
                    rest, frame.tail(), chains[at], frame.extractor(), Arrays.copyOf(answer, answer.length - 1));
            cacheRows[at] = prefix.row(examples[at]);
            time = Math.max(time, sequences[at].length);
        }
        RowBatch batch = prefix.batch();
        RowBatch.Segment segment = batch.segmentOf(cacheRows, sequences, time);
        Tensor embedded = decoder.embed(Tensors.of(segment.ids(), count, time)).detach();
        Tensor first = embedded.narrow(1, 0, 1).clone().set_requires_grad(true);
        Tensor input = time == 1 ? first : torch.cat(new TensorVector(first, embedded.narrow(1, 1, time - 1)), 1);
        Tensor hidden = decoder.differentiate(
                input,
                Tensors.of(segment.positions(), (long) count * time),
                Tensors.of(segment.mask(), count, 1, time, batch.columns() + time),
                batch.cache(),
                Tensors.of(cacheRows, count),
                batch.columns());

        Losses losses = losses(examples, frames, ids, position, sequences, hidden);
        Tensor gradient = torch.grad(new TensorVector(losses.total), new TensorVector(first))
                .get(0);
        double[] flat = Tensors.doubles(
                decoder.oneHotGradient(gradient.view(count, -1), Tensors.of(candidates, candidates.length)));
        double[][] gradients = new double[count][];
        for (int at = 0; at < count; at++) {
            gradients[at] = Arrays.copyOfRange(flat, at * candidates.length, (at + 1) * candidates.length);
            FiniteNumbers.check("gradient", examples[at], losses.answer[at], losses.fluency[at]);
            FiniteNumbers.check("gradient", examples[at], gradients[at]);
        }
        return new Result(gradients, losses.answer, losses.fluency);
    }

    private record Losses(Tensor total, double[] answer, double[] fluency) {}

    private Losses losses(
            int[] examples, List<Frame> frames, int[] ids, int position, int[][] sequences, Tensor hidden) {
        int length = ids.length;
        List<Integer> rows = new ArrayList<>();
        List<Integer> times = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        List<Double> temperatures = new ArrayList<>();
        for (int at = 0; at < examples.length; at++) {
            for (int p = position + 1; p < length; p++) {
                rows.add(at);
                times.add(p - position - 1);
                targets.add(ids[p]);
                weights.add(settings.fluencyWeight() / length);
                temperatures.add(1.0);
            }
            int[] answer = frames.get(examples[at]).answer();
            int start = sequences[at].length - answer.length;
            for (int t = 0; t < answer.length; t++) {
                rows.add(at);
                times.add(start + t);
                targets.add(answer[t]);
                weights.add(1.0 / answer.length);
                temperatures.add(settings.answerTemperature());
            }
        }
        int count = targets.size();
        Tensor picked = Projection.rows(hidden, ints(rows), ints(times));
        Tensor logits = decoder.logits(picked);
        Tensor scaled = logits.mul(column(temperatures, true, logits));
        // the fused form takes the maximum off first: a difference of two logits over 0.2 would keep few digits of a
        // small loss
        Tensor negativeLogProbabilities = scaled.log_softmax(1)
                .gather(1, Tensors.of(ints(targets), count, 1))
                .neg();
        Tensor total =
                negativeLogProbabilities.mul(column(weights, false, logits)).sum();

        double[] values = Tensors.doubles(negativeLogProbabilities.detach());
        double[] answerLosses = new double[examples.length];
        double[] fluencyLosses = new double[examples.length];
        Tensor constants = prefix.hidden();
        int[] current = new int[(int) constants.size(0)];
        Arrays.fill(current, ids[position]);
        double[] currentLogProbabilities =
                new Projection(decoder).score(constants, current).logProbabilities();
        int at = 0;
        for (int row = 0; row < examples.length; row++) {
            double sum = prefix.logProbability(examples[row]) + currentLogProbabilities[prefix.row(examples[row])];
            for (int p = position + 1; p < length; p++) {
                sum -= values[at++];
            }
            fluencyLosses[row] = -sum / length;
            int answerLength = frames.get(examples[row]).answer().length;
            for (int t = 0; t < answerLength; t++) {
                answerLosses[row] += values[at++] / answerLength;
            }
        }
        return new Losses(total, answerLosses, fluencyLosses);
    }

    private static Tensor column(List<Double> values, boolean inverse, Tensor like) {
        double[] flat = new double[values.size()];
        for (int at = 0; at < flat.length; at++) {
            flat[at] = inverse ? 1 / values.get(at) : values.get(at);
        }
        return Tensors.of(flat, flat.length, 1).to(like.scalar_type());
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
