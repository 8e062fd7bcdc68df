package org.greater4j.torch.session;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Frame;
import org.greater4j.torch.generate.Continuation;
import org.greater4j.torch.generate.Drafting;
import org.greater4j.torch.generate.Feed;
import org.greater4j.torch.generate.GreedyChain;
import org.greater4j.torch.generate.GrowingChain;
import org.jspecify.annotations.Nullable;

/** One reply from its turn to its end: a chain and, where the plan leads to one, an answer. */
final class ReplyContinuation implements Continuation {
    private final int text;
    private final int[] turn;
    private final GenerationPlan plan;
    private final GrowingChain chain;
    private final GreedyChain answer;
    private final Runnable progress;
    private final Consumer<Generation> finished;
    /** Tokens in front of the drafted ones in the last feed. */
    private int lead;

    private boolean turnFed;
    private boolean leadFed;
    private boolean reported;
    private float @Nullable [] logits;

    /**
     * @param text its place among all texts
     * @param chain empty, within the plan's limits
     * @param progress told before every pass; may end the work by throwing
     */
    ReplyContinuation(
            int text,
            int[] turn,
            GenerationPlan plan,
            GrowingChain chain,
            BitSet ends,
            Drafting drafting,
            Runnable progress,
            Consumer<Generation> finished) {
        this.text = text;
        this.turn = turn;
        this.plan = plan;
        this.chain = chain;
        BitSet stops = (BitSet) ends.clone();
        stops.or(plan.answerStops());
        int most = plan.lead().length == 0 ? 0 : plan.maxAnswerTokens();
        this.answer = new GreedyChain(stops, most, List.of(), drafting);
        this.progress = progress;
        this.finished = finished;
    }

    @Override
    public @Nullable Feed next(int others) {
        progress.run();
        if (!turnFed) {
            return feed(turn, chain, others);
        }
        if (!chain.done()) {
            return feed(chain.pending(), chain, others);
        }
        if (answer.done()) {
            report();
            return null;
        }
        return leadFed
                ? feed(answer.pending(), answer, others)
                : feed(Frame.concatenate(chain.pending(), plan.lead()), answer, others);
    }

    private Feed feed(int[] known, GrowingChain growing, int others) {
        int[] tokens = Frame.concatenate(known, growing.draft(others));
        lead = known.length;
        int[] wanted = new int[tokens.length - lead + 1];
        Arrays.setAll(wanted, at -> lead - 1 + at);
        int[] noTargets = new int[wanted.length];
        Arrays.fill(noTargets, -1);
        return new Feed(tokens, wanted, noTargets, growing.draws());
    }

    @Override
    public void logits(float[] heard) {
        logits = heard;
    }

    @Override
    public int answered(int[] likeliest, double[] logProbabilities) {
        if (!turnFed || !chain.done()) {
            turnFed = true;
            return lead + chain.hear(likeliest, logits);
        }
        leadFed = true;
        return lead + answer.hear(likeliest);
    }

    @Override
    public NotFiniteException notFinite(double found) {
        return new NotFiniteException("reply to text", text, found);
    }

    private void report() {
        if (!reported) {
            reported = true;
            boolean keepsEnd = answer.end() >= 0 && plan.answerStops().get(answer.end());
            int[] tokens = keepsEnd ? Frame.concatenate(answer.tokens(), new int[] {answer.end()}) : answer.tokens();
            finished.accept(new Generation(chain.tokens(), chain.ended(), tokens));
        }
    }
}
