package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import org.greater4j.engine.Seeds;
import org.jspecify.annotations.Nullable;

/** A chain whose tokens are drawn, one after the other, by a generator of its own; nothing is drafted. */
public final class SampledChain implements GrowingChain {
    private static final int[] NONE = {};

    private final BitSet ends;
    private final StopWords stopWords;
    private final TokenDraw draw;
    private final Random random;
    private final int[] tokens;
    private int length;
    private int end = -1;
    private boolean stopped;

    /**
     * @param ends ids that end a chain
     * @param limit most tokens
     * @param seed decides all draws
     */
    public SampledChain(BitSet ends, int limit, StopWords stopWords, TokenDraw draw, long seed) {
        this.ends = ends;
        this.tokens = new int[limit];
        this.stopWords = stopWords;
        this.draw = draw;
        this.random = new Random(Seeds.mixed(seed + Seeds.GOLDEN));
    }

    @Override
    public boolean done() {
        return ended() || length == tokens.length;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public boolean ended() {
        return end >= 0 || stopped;
    }

    @Override
    public int[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    @Override
    public int[] pending() {
        return end < 0 && length > 0 ? new int[] {tokens[length - 1]} : NONE;
    }

    @Override
    public int[] draft(int others) {
        return NONE;
    }

    @Override
    public boolean draws() {
        return !done();
    }

    @Override
    public int hear(int[] likeliest, float @Nullable [] logits) {
        if (!done()) {
            int token = draw.token(Objects.requireNonNull(logits), random.nextDouble());
            if (ends.get(token)) {
                end = token;
            } else {
                tokens[length++] = token;
                stopped = stopWords.holds(tokens, length);
            }
        }
        return 0;
    }
}
