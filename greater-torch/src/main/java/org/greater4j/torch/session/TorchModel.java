package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntConsumer;
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
import org.greater4j.torch.generate.ContinuousBatch;
import org.greater4j.torch.generate.Drafting;
import org.greater4j.torch.generate.Projection;
import org.greater4j.torch.generate.RowBatch;
import org.jspecify.annotations.Nullable;

/** A decoder with its tokenizer and chat template: generates text and opens reasoning sessions. */
public final class TorchModel implements GradientModel {
    private static final int NAMED_TEXTS = 5;

    /** Texts that go on together; more of them are hardly faster. */
    private static final int ROWS_AT_ONCE = 96;

    private final ModelInfo info;
    private final Decoder decoder;
    private final Projection projection;
    private final Tokenizer tokenizer;
    private final ChatTemplate chatTemplate;
    private final BitSet ends;
    private final EngineTuning tuning;
    private Cost cost = Cost.NONE;

    /**
     * Takes over the decoder: closing the model frees it.
     *
     * @param ends the ids that end a reply
     */
    public TorchModel(ModelInfo info, Decoder decoder, Tokenizer tokenizer, ChatTemplate chatTemplate, BitSet ends) {
        this(info, decoder, tokenizer, chatTemplate, ends, EngineTuning.DEFAULT);
    }

    TorchModel(
            ModelInfo info,
            Decoder decoder,
            Tokenizer tokenizer,
            ChatTemplate chatTemplate,
            BitSet ends,
            EngineTuning tuning) {
        this.info = info;
        this.decoder = decoder;
        this.projection = new Projection(decoder);
        this.tokenizer = tokenizer;
        this.chatTemplate = chatTemplate;
        this.ends = (BitSet) ends.clone();
        this.tuning = tuning;
    }

    /** The same model with other sizes, which its description tells; it takes over what this one owns. */
    public TorchModel tuned(EngineTuning newTuning) {
        Map<String, String> settings = new TreeMap<>(info.settings());
        settings.putAll(newTuning.settings());
        ModelInfo newInfo = new ModelInfo(
                info.name(),
                info.architecture(),
                info.path(),
                info.sha256(),
                info.parameters(),
                info.contextLength(),
                info.dtype(),
                info.device(),
                settings);
        return new TorchModel(newInfo, decoder, tokenizer, chatTemplate, ends, newTuning);
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
                : new TorchReasoningSession(decoder, ends, frames, settings, tuning);
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        checkContext(turns, plan);
        if (turns.isEmpty()) {
            return List.of();
        }
        int[] order = LengthOrder.longestFirst(turns.size(), at -> turns.get(at).length);
        long columns =
                (long) turns.get(order[0]).length + plan.maxNewTokens() + plan.lead().length + plan.maxAnswerTokens();
        int most = Math.min(ROWS_AT_ONCE, turns.size());
        int rows = tuning.cacheRows(decoder.cacheBytesPerColumn(), columns, most, 0);
        @Nullable Generation[] generations = new Generation[turns.size()];
        Drafting drafting = new Drafting(true, tuning.draftCosts());
        ReplyChains chains = new ReplyChains(plan, ends, drafting, tokenizer, turns.size());
        int[] done = {0};
        Iterator<Integer> waiting = Arrays.stream(order).iterator();
        new ContinuousBatch(decoder, projection)
                .run(
                        null,
                        count -> RowBatch.empty(decoder, count, Math.toIntExact(columns), tuning.chunkTokens()),
                        rows,
                        () -> {
                            if (!waiting.hasNext()) {
                                return null;
                            }
                            int at = waiting.next();
                            return new ContinuousBatch.Waiting(
                                    0,
                                    new ReplyContinuation(
                                            at,
                                            turns.get(at),
                                            plan,
                                            chains.chain(at),
                                            ends,
                                            drafting,
                                            () -> finished.accept(done[0]),
                                            generation -> {
                                                generations[at] = generation;
                                                finished.accept(++done[0]);
                                            }));
                        });
        for (int at = 0; at < generations.length; at++) {
            Generation generation = Objects.requireNonNull(generations[at]);
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
