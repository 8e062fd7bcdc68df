package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A greedy chain while it grows: every token the likeliest after those before it, up to an end token, which is dropped, or to a limit.
 *
 * <p>Tokens may be drafted and fed before it is known whether the chain holds them; {@link #hear} keeps those that the model would have
 * chosen itself, so drafting changes no token.
 */
public final class GreedyChain implements GrowingChain {
    private final BitSet ends;
    private final int[] tokens;
    private final DraftSource source;
    private final Drafting drafting;
    private final StopWords stopWords;
    private final Drafting.Row seen = new Drafting.Row();
    private int length;
    private int end = -1;
    private boolean stopped;
    private boolean pending;
    private int[] draft = {};

    /**
     * @param ends ids that end a chain
     * @param limit most tokens
     * @param earlier chains of the same example, the likeliest to be repeated last
     * @param drafting shared by chains that grow together
     */
    public GreedyChain(BitSet ends, int limit, List<int[]> earlier, Drafting drafting) {
        this(ends, limit, earlier, drafting, StopWords.NONE);
    }

    /** Like {@link #GreedyChain(BitSet, int, List, Drafting)}, with texts that end the chain. */
    public GreedyChain(BitSet ends, int limit, List<int[]> earlier, Drafting drafting, StopWords stopWords) {
        this.stopWords = stopWords;
        this.ends = ends;
        this.tokens = new int[limit];
        this.source = new DraftSource(earlier);
        this.drafting = drafting;
    }

    @Override
    public boolean done() {
        return end >= 0 || stopped || length == tokens.length;
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
        return pending ? new int[] {tokens[length - 1]} : new int[0];
    }

    @Override
    public int[] draft(int others) {
        draft = done()
                ? new int[0]
                : source.after(tokens, length, Math.min(tokens.length - length, drafting.length(seen, others)));
        return draft;
    }

    @Override
    public boolean draws() {
        return false;
    }

    @Override
    public int hear(int[] likeliest, float @Nullable [] logits) {
        return hear(likeliest);
    }

    /**
     * Hears the likeliest token behind the last known one, then behind each drafted one.
     *
     * @param likeliest one more than was drafted
     * @return how many drafted tokens the chain holds now
     */
    public int hear(int[] likeliest) {
        int accepted = 0;
        for (int token : likeliest) {
            if (done()) {
                break;
            }
            if (ends.get(token)) {
                end = token;
                pending = false;
                break;
            }
            tokens[length++] = token;
            stopped = stopWords.holds(tokens, length);
            boolean drafted = accepted < draft.length && draft[accepted] == token;
            pending = !drafted;
            if (!drafted) {
                break;
            }
            accepted++;
        }
        drafting.learned(seen, accepted, draft.length);
        draft = new int[0];
        return accepted;
    }
}
