package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.DoubleFunction;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Phase;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;

/**
 * The plain reading of the method: one example at a time, the whole sequence for every question, nothing kept from one question to the
 * next.
 *
 * <p>It is the oracle that {@link TorchReasoningSession} is tested against, and the slow side of {@code --plain}. All logits come from
 * {@link Decoder#forward} over {@code head ‖ p ‖ tail ‖ chain ‖ extractor ‖ answer}; only a chain is generated on keys and values of
 * its own row. The gradient is autograd's, through the whole sequence, at a one-hot vector over the candidates that is multiplied with
 * their embeddings. Chains are generated anew wherever they are needed, so {@link #remember} changes nothing.
 */
public final class PlainReasoningSession implements ReasoningSession {
    private final Decoder decoder;
    private final Projection projection;
    private final BitSet ends;
    private final List<Frame> frames;
    private final SessionSettings settings;
    private final SessionChecks checks;
    private WorkListener listener = WorkListener.silent();
    private Cost cost = Cost.NONE;

    /**
     * Opens a session; the decoder stays the caller's.
     *
     * @param ends the ids that end a chain
     * @throws org.greater4j.error.GreaterException ({@code CONTEXT_TOO_SHORT}) if a frame leaves no room for a prompt
     */
    public PlainReasoningSession(Decoder decoder, BitSet ends, List<Frame> frames, SessionSettings settings) {
        this.decoder = decoder;
        this.projection = new Projection(decoder);
        this.ends = (BitSet) ends.clone();
        this.frames = List.copyOf(frames);
        this.settings = settings;
        this.checks = new SessionChecks(this.frames, settings, decoder.config().contextLength());
        checks.context(1);
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        checks.position(prompt, position);
        int forbidden = position > 0 ? prompt.id(position - 1) : -1;
        int[][] ids = new int[frames.size()][];
        float[][] logProbabilities = new float[frames.size()][];
        for (int j = 0; j < frames.size(); j++) {
            int[] sequence = Frame.concatenate(frames.get(j).head(), Arrays.copyOf(prompt.ids(), position));
            float[] distribution = TensorScope.call(() -> {
                Tensor logits = logits(embed(sequence));
                return Tensors.floats(logits.narrow(0, sequence.length - 1, 1).log_softmax(1));
            });
            ids[j] = LikeliestTokens.pick(distribution, settings.allowed(), forbidden, k);
            logProbabilities[j] = LikeliestTokens.logProbabilities(distribution, ids[j], j);
            cost = cost.plus(new Cost(sequence.length, 0, 0));
            listener.progressed(Phase.PROPOSE, j + 1, frames.size());
        }
        return new Proposals(ids, logProbabilities);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        checks.position(prompt, position);
        checks.candidates(prompt, position, candidates);
        double[] oneHot = Arrays.stream(candidates)
                .mapToDouble(id -> id == prompt.id(position) ? 1 : 0)
                .toArray();
        double[][] gradients = new double[frames.size()][];
        double[] answerLosses = new double[frames.size()];
        double[] fluencyLosses = new double[frames.size()];
        for (int j = 0; j < frames.size(); j++) {
            Point point = new Point(
                    frames.get(j),
                    prompt.ids(),
                    position,
                    generate("gradient", j, frames.get(j).turn(prompt.ids())),
                    candidates);
            LossGradient gradient = gradient(point, oneHot);
            gradients[j] = gradient.gradient;
            answerLosses[j] = gradient.answerLoss;
            fluencyLosses[j] = gradient.fluencyLoss;
            FiniteNumbers.check("gradient", j, answerLosses[j], fluencyLosses[j]);
            FiniteNumbers.check("gradient", j, gradients[j]);
            cost = cost.plus(new Cost(0, 0, point.sequence().length));
            listener.progressed(Phase.GRADIENT, j + 1, frames.size());
        }
        return new TokenGradient(candidates.clone(), gradients, answerLosses, fluencyLosses);
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        prompts.forEach(prompt -> checks.context(prompt.length()));
        int total = prompts.size() * frames.size();
        int done = 0;
        List<Assessment> assessments = new ArrayList<>();
        for (Prompt prompt : prompts) {
            List<ExampleAssessment> examples = new ArrayList<>();
            for (int j = 0; j < frames.size(); j++) {
                ExampleAssessment example = assess(j, prompt.ids());
                FiniteNumbers.check("assessment", j, example.answerLoss(), example.fluencyLoss());
                examples.add(example);
                listener.progressed(Phase.SELECT, ++done, total);
            }
            assessments.add(new Assessment(prompt, examples, true));
        }
        return assessments;
    }

    @Override
    public void remember(Assessment assessment) {
        checks.remembered(assessment);
    }

    @Override
    public Statistics statistics() {
        return Statistics.NONE;
    }

    @Override
    public Cost cost() {
        return cost;
    }

    @Override
    public void listen(WorkListener newListener) {
        this.listener = newListener;
    }

    @Override
    public void close() {
        // nothing is kept
    }

    /** Where a gradient is taken: everything that the loss of one example depends on, but for the one-hot vector. */
    record Point(Frame frame, int[] prompt, int position, int[] chain, int[] candidates) {
        int[] sequence() {
            return Frame.concatenate(frame.turn(prompt), chain, frame.extractor(), frame.answer());
        }
    }

    /** The loss {@code answerLoss + fluencyWeight · fluencyLoss} of one example and its gradient at the one-hot vector, [C]. */
    record LossGradient(double loss, double answerLoss, double fluencyLoss, double[] gradient) {}

    /** Loss and gradient at any vector over the candidates, a mixture of them included: the loss is a function on all of them. */
    LossGradient gradient(Point point, double[] oneHot) {
        int[] sequence = point.sequence();
        int at = point.frame.head().length + point.position;
        return TensorScope.callWithGradient(() -> {
            Tensor choice = Tensors.of(oneHot, 1, oneHot.length)
                    .to(decoder.precision().stream())
                    .set_requires_grad(true);
            Tensor candidates = decoder.embed(Tensors.of(point.candidates, point.candidates.length));
            Tensor embedded = embed(sequence);
            Tensor mixed = torch.cat(
                    new TensorVector(
                            embedded.narrow(1, 0, at),
                            torch.matmul(choice, candidates).unsqueeze(0),
                            embedded.narrow(1, at + 1, sequence.length - at - 1)),
                    1);
            Tensor logits = logits(mixed);
            int answer = point.frame.answer().length;
            Tensor answerLoss =
                    losses(logits, sequence, sequence.length - answer, answer, settings.answerTemperature());
            Tensor fluencyLoss = losses(logits, sequence, point.frame.head().length, point.prompt.length, 1);
            Tensor answerMean = answerLoss.mean();
            Tensor fluencyMean = fluencyLoss.mean();
            Tensor loss = answerMean.add(fluencyMean.mul(new Scalar(settings.fluencyWeight())));
            Tensor gradient =
                    torch.grad(new TensorVector(loss), new TensorVector(choice)).get(0);
            return new LossGradient(
                    value(loss), value(answerMean), value(fluencyMean), Tensors.doubles(gradient.detach()));
        });
    }

    private ExampleAssessment assess(int j, int[] prompt) {
        Frame frame = frames.get(j);
        int[] turn = frame.turn(prompt);
        int[] chain = generate("assessment", j, turn);
        int[] sequence = Frame.concatenate(turn, chain, frame.extractor(), frame.answer());
        cost = cost.plus(new Cost(sequence.length, 0, 0));
        return TensorScope.call(() -> {
            Tensor logits = logits(embed(sequence));
            int answer = frame.answer().length;
            int first = sequence.length - answer;
            int[] likeliest = Tensors.ints(logits.narrow(0, first - 1, answer).argmax(new LongOptional(1), false));
            return new ExampleAssessment(
                    chain,
                    !Arrays.equals(likeliest, frame.answer()),
                    value(losses(logits, sequence, first, answer, 1).mean()),
                    value(losses(logits, sequence, frame.head().length, prompt.length, 1)
                            .mean()));
        });
    }

    // greedy, without the end token
    private int[] generate(String work, int example, int[] turn) {
        int limit = settings.maxNewTokens();
        int[] chain = new int[limit];
        int length = 0;
        try (RowBatch row = RowBatch.empty(decoder, 1, turn.length + limit)) {
            int[] fed = turn;
            while (length < limit) {
                int next = likeliestAfter(row, fed, found -> FiniteNumbers.error(work, example, found));
                if (ends.get(next)) {
                    break;
                }
                chain[length++] = next;
                fed = new int[] {next};
            }
        }
        cost = cost.plus(new Cost(turn.length, length, 0));
        return Arrays.copyOf(chain, length);
    }

    private int likeliestAfter(RowBatch row, int[] fed, DoubleFunction<NotFiniteException> error) {
        return TensorScope.call(() -> {
            Tensor hidden = row.extend(new int[][] {fed});
            return projection.likeliest(hidden.narrow(0, fed.length - 1, 1), (at, found) -> error.apply(found))[0];
        });
    }

    private Tensor embed(int[] ids) {
        return decoder.embed(Tensors.of(ids, 1, ids.length));
    }

    // [1, T, E] to [T, V]
    private Tensor logits(Tensor embedded) {
        return decoder.plainLogits(decoder.forward(embedded).squeeze(0));
    }

    // cross-entropies [count] of the tokens that stand from `first` on, each predicted by the logits before it
    private static Tensor losses(Tensor logits, int[] sequence, int first, int count, double temperature) {
        int[] targets = Arrays.copyOfRange(sequence, first, first + count);
        return logits.narrow(0, first - 1, count)
                .div(new Scalar(temperature))
                .log_softmax(1)
                .gather(1, Tensors.of(targets, count, 1))
                .neg();
    }

    private static double value(Tensor scalar) {
        return Tensors.doubles(scalar.detach())[0];
    }
}
