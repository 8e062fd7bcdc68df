package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Frame;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.generate.GreedyDecoding;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.greater4j.torch.memory.TensorScope;

/** A decoder with its tokenizer and chat template: generates text and opens reasoning sessions. */
public final class TorchModel implements GradientModel {
    private static final int NAMED_TEXTS = 5;

    private final ModelInfo info;
    private final Decoder decoder;
    private final Projection projection;
    private final Tokenizer tokenizer;
    private final ChatTemplate chatTemplate;
    private final BitSet ends;
    private final BatchLimits limits;
    private Cost cost = Cost.NONE;

    /**
     * Takes over the decoder: closing the model frees it.
     *
     * @param ends the ids that end a reply
     */
    public TorchModel(ModelInfo info, Decoder decoder, Tokenizer tokenizer, ChatTemplate chatTemplate, BitSet ends) {
        this(info, decoder, tokenizer, chatTemplate, ends, BatchLimits.DEFAULT);
    }

    TorchModel(
            ModelInfo info,
            Decoder decoder,
            Tokenizer tokenizer,
            ChatTemplate chatTemplate,
            BitSet ends,
            BatchLimits limits) {
        this.info = info;
        this.decoder = decoder;
        this.projection = new Projection(decoder);
        this.tokenizer = tokenizer;
        this.chatTemplate = chatTemplate;
        this.ends = (BitSet) ends.clone();
        this.limits = limits;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ChatTemplate chatTemplate() {
        return chatTemplate;
    }

    /** The decoder itself, for measurements and checks of the engine. */
    public Decoder decoder() {
        return decoder;
    }

    /** The ids that end a reply. */
    public BitSet ends() {
        return (BitSet) ends.clone();
    }

    @Override
    public ReasoningSession open(List<Frame> frames, SessionSettings settings) {
        return settings.accelerations().isEmpty()
                ? new PlainReasoningSession(decoder, ends, frames, settings)
                : new TorchReasoningSession(decoder, ends, frames, settings, limits);
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        checkContext(turns, plan);
        // neighbours in length share a batch, so that little is computed for padding
        int[] order = IntStream.range(0, turns.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer at) -> -turns.get(at).length))
                .mapToInt(Integer::intValue)
                .toArray();
        Generation[] generations = new Generation[turns.size()];
        int done = 0;
        while (done < order.length) {
            long columns = (long) turns.get(order[done]).length
                    + plan.maxNewTokens()
                    + plan.lead().length
                    + plan.maxAnswerTokens();
            int rows = limits.cacheRows(decoder.cacheBytesPerColumn(), columns, order.length - done);
            generate(turns, Arrays.copyOfRange(order, done, done + rows), plan, generations, done, finished);
            done += rows;
        }
        for (int at = 0; at < generations.length; at++) {
            Generation generation = generations[at];
            cost = cost.plus(new Cost(
                    turns.get(at).length + plan.lead().length,
                    generation.chain().length + generation.answer().length,
                    0));
        }
        return Arrays.asList(generations);
    }

    @Override
    public Cost cost() {
        return cost;
    }

    @Override
    public void close() {
        decoder.close();
        if (tokenizer instanceof AutoCloseable closeable) {
            closeTokenizer(closeable);
        }
    }

    private static void closeTokenizer(AutoCloseable tokenizer) {
        try {
            tokenizer.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the tokenizer failed", e);
        }
    }

    private void generate(
            List<int[]> turns,
            int[] rows,
            GenerationPlan plan,
            Generation[] generations,
            int before,
            IntConsumer finished) {
        int[][] ids = new int[rows.length][];
        Arrays.setAll(ids, at -> turns.get(rows[at]));
        int room = 1 + plan.lead().length + plan.maxAnswerTokens();
        try (RowBatch batch = RowBatch.empty(decoder, rows.length, ids[0].length + plan.maxNewTokens())) {
            int[] first = TensorScope.call(() -> projection.likeliest(Projection.lastRows(batch.extend(ids), ids)));
            new GreedyDecoding(projection, ends)
                    .run(
                            batch,
                            first,
                            plan.maxNewTokens(),
                            room,
                            (done, total) -> finished.accept(before + done),
                            (left, origins, chains) -> {
                                int[][] answers = answers(left, chains, plan);
                                for (int at = 0; at < origins.length; at++) {
                                    generations[rows[origins[at]]] =
                                            new Generation(chains[at].tokens(), chains[at].ended(), answers[at]);
                                }
                            });
        }
    }

    private int[][] answers(RowBatch batch, GreedyDecoding.Chain[] chains, GenerationPlan plan) {
        int[][] answers = new int[chains.length][];
        Arrays.fill(answers, new int[0]);
        if (plan.lead().length == 0 || plan.maxAnswerTokens() == 0) {
            return answers;
        }
        int[][] led = new int[chains.length][];
        Arrays.setAll(led, at -> Frame.concatenate(chains[at].pending(), plan.lead()));
        int[] first = TensorScope.call(() -> projection.likeliest(Projection.lastRows(batch.extend(led), led)));
        BitSet stops = (BitSet) ends.clone();
        stops.or(plan.answerStops());
        new GreedyDecoding(projection, stops)
                .run(batch, first, plan.maxAnswerTokens(), 0, (done, total) -> {}, (left, origins, parts) -> {
                    for (int at = 0; at < origins.length; at++) {
                        GreedyDecoding.Chain part = parts[at];
                        boolean keepsEnd = part.ended() && plan.answerStops().get(part.end());
                        answers[origins[at]] =
                                keepsEnd ? Frame.concatenate(part.tokens(), new int[] {part.end()}) : part.tokens();
                    }
                });
        return answers;
    }

    private void checkContext(List<int[]> turns, GenerationPlan plan) {
        List<String> problems = new ArrayList<>();
        int limit = decoder.config().contextLength();
        int found = 0;
        for (int at = 0; at < turns.size(); at++) {
            int length = turns.get(at).length;
            if (length == 0) {
                throw new IllegalArgumentException("text " + (at + 1) + ": expected at least one token, found none");
            }
            long needed = (long) length + plan.maxNewTokens() + plan.lead().length + plan.maxAnswerTokens();
            if (needed > limit && ++found <= NAMED_TEXTS) {
                problems.add(
                        "text " + (at + 1) + ": expected at most " + limit + " tokens (the model's context), found "
                                + needed + " with " + plan.maxNewTokens()
                                + " for the chain; shorten it, or lower --max-new-tokens");
            }
        }
        if (found > NAMED_TEXTS) {
            problems.add("and " + (found - NAMED_TEXTS) + " more texts");
        }
        if (found > 0) {
            throw GreaterException.ofAll(ErrorCode.CONTEXT_TOO_SHORT, "generation", problems);
        }
    }
}
