package org.greater4j.torch.session;

import java.util.Arrays;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Flop;
import org.greater4j.torch.generate.Continuation;
import org.greater4j.torch.generate.Feed;
import org.greater4j.torch.generate.GreedyChain;
import org.jspecify.annotations.Nullable;

/** One prompt on one example, from behind the prefix cache to its assessment: rest of the turn, chain, extractor and answer. */
final class ChainContinuation implements Continuation {
    private enum State {
        TURN,
        CHAIN,
        ANSWER,
        DONE
    }

    private final int promptIndex;
    private final int example;
    private final Prompt prompt;
    private final int shared;
    private final Frame frame;
    private final GreedyChain chain;
    private final double before;
    private final Race race;
    private final Flop flop;
    private final int prefixLength;
    private final Runnable progress;
    private State state = State.TURN;
    private int[] turn = {};
    private int fluencyWanted;
    private boolean assessed;
    private Cost cost = Cost.NONE;
    private int fed;

    /**
     * @param shared tokens of the prompt that stand in the row already
     * @param before log-probability of these and of the first token behind them
     * @param progress told before every pass; may end the work by throwing
     */
    ChainContinuation(
            int promptIndex,
            int example,
            Prompt prompt,
            int shared,
            Frame frame,
            GreedyChain chain,
            double before,
            Race race,
            Flop flop,
            int prefixLength,
            Runnable progress) {
        this.promptIndex = promptIndex;
        this.example = example;
        this.prompt = prompt;
        this.shared = shared;
        this.frame = frame;
        this.chain = chain;
        this.before = before;
        this.race = race;
        this.flop = flop;
        this.prefixLength = prefixLength;
        this.progress = progress;
    }

    boolean isAssessed() {
        return assessed;
    }

    /** Tokens that it let through the model and kept. */
    Cost cost() {
        return cost;
    }

    /** Floating-point operations on the tokens that it kept, logits left out. */
    double flop() {
        return flop.tokens(prefixLength, fed);
    }

    @Override
    public @Nullable Feed next(int others) {
        progress.run();
        if (state != State.DONE && state != State.TURN && race.isLost(promptIndex)) {
            cost = cost.plus(new Cost(0, chain.tokens().length, 0));
            race.leftOut();
            state = State.DONE;
        }
        return switch (state) {
            case TURN -> turn(others);
            case CHAIN -> chain(others);
            case ANSWER -> answer();
            case DONE -> null;
        };
    }

    // the prompt's rest predicts itself, unless its fluency is known; the turn's last token predicts the chain
    private Feed turn(int others) {
        int[] ids = prompt.ids();
        turn = Frame.concatenate(Arrays.copyOfRange(ids, shared, ids.length), frame.tail());
        int[] draft = chain.draft(others);
        fluencyWanted = race.knowsFluency(promptIndex, example) ? 0 : ids.length - shared - 1;
        int[] wanted = new int[fluencyWanted + 1 + draft.length];
        int[] targets = new int[wanted.length];
        Arrays.fill(targets, -1);
        for (int at = 0; at < fluencyWanted; at++) {
            wanted[at] = at;
            targets[at] = ids[shared + 1 + at];
        }
        for (int at = 0; at <= draft.length; at++) {
            wanted[fluencyWanted + at] = turn.length - 1 + at;
        }
        return new Feed(Frame.concatenate(turn, draft), wanted, targets);
    }

    private Feed chain(int others) {
        int[] tokens = Frame.concatenate(chain.pending(), chain.draft(others));
        int[] wanted = new int[tokens.length];
        Arrays.setAll(wanted, at -> at);
        int[] targets = new int[tokens.length];
        Arrays.fill(targets, -1);
        return new Feed(tokens, wanted, targets);
    }

    private Feed answer() {
        int[] answer = frame.answer();
        int[] tokens = Frame.concatenate(chain.pending(), frame.extractor(), Arrays.copyOf(answer, answer.length - 1));
        int[] wanted = new int[answer.length];
        Arrays.setAll(wanted, at -> tokens.length - answer.length + at);
        return new Feed(tokens, wanted, answer);
    }

    @Override
    public int answered(int[] likeliest, double[] logProbabilities) {
        int kept = switch (state) {
            case TURN -> {
                fluency(logProbabilities);
                cost = cost.plus(new Cost(turn.length, 0, 0));
                int accepted = chain.hear(Arrays.copyOfRange(likeliest, fluencyWanted, likeliest.length));
                state = chain.done() ? State.ANSWER : State.CHAIN;
                yield turn.length + accepted;
            }
            case CHAIN -> {
                int accepted = chain.hear(likeliest);
                state = chain.done() ? State.ANSWER : State.CHAIN;
                yield 1 + accepted;
            }
            case ANSWER -> score(likeliest, logProbabilities);
            case DONE -> throw new IllegalStateException("expected no answer: nothing was asked");
        };
        fed += kept;
        return kept;
    }

    @Override
    public NotFiniteException notFinite(double found) {
        return FiniteNumbers.error("assessment", example, found);
    }

    private void fluency(double[] logProbabilities) {
        if (race.knowsFluency(promptIndex, example)) {
            return;
        }
        double sum = before;
        for (int at = 0; at < fluencyWanted; at++) {
            sum += logProbabilities[at];
        }
        double loss = -sum / prompt.length();
        FiniteNumbers.check("assessment", example, loss);
        race.fluency(promptIndex, example, loss);
    }

    private int score(int[] likeliest, double[] logProbabilities) {
        int[] answer = frame.answer();
        double loss = 0;
        for (double logProbability : logProbabilities) {
            loss -= logProbability / answer.length;
        }
        FiniteNumbers.check("assessment", example, loss);
        int forward = frame.extractor().length + answer.length - 1;
        cost = cost.plus(new Cost(forward, chain.tokens().length, 0));
        race.assessed(
                promptIndex,
                example,
                new ExampleAssessment(
                        chain.tokens(),
                        !Arrays.equals(likeliest, answer),
                        loss,
                        race.fluencyLoss(promptIndex, example)));
        assessed = true;
        state = State.DONE;
        return chain.pending().length + forward;
    }
}
