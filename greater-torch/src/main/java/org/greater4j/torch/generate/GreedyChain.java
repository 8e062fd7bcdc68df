package org.greater4j.torch.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A greedy chain while it grows: every token the likeliest after those before it, up to an end token, which is dropped, or to a limit.
 *
 * <p>Tokens may be drafted and fed before it is known whether the chain holds them; {@link #hear} keeps those that the model would have
 * chosen itself, so drafting changes no token.
 */
public final class GreedyChain {
    private final BitSet ends;
    private final int[] tokens;
    private final DraftSource source;
    private final Drafting drafting;
    private final Drafting.Row seen = new Drafting.Row();
    private int length;
    private int end = -1;
    private boolean pending;
    private int[] draft = {};

    /**
     * @param ends ids that end a chain
     * @param limit most tokens
     * @param earlier chains of the same example, the likeliest to be repeated last
     * @param drafting shared by chains that grow together
     */
    public GreedyChain(BitSet ends, int limit, List<int[]> earlier, Drafting drafting) {
        this.ends = ends;
        this.tokens = new int[limit];
        this.source = new DraftSource(earlier);
        this.drafting = drafting;
    }

    /** Whether the chain is complete. */
    public boolean done() {
        return end >= 0 || length == tokens.length;
    }

    /** The end token that the model chose, or -1 if there is none yet or the limit came first. */
    public int end() {
        return end;
    }

    /** The chain so far. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    /** The chain's last token if it was not fed yet, else none. */
    public int[] pending() {
        return pending ? new int[] {tokens[length - 1]} : new int[0];
    }

    /** Drafts what may come behind the known tokens; {@link #hear} must follow. */
    public int[] draft(int others) {
        draft = done()
                ? new int[0]
                : source.after(tokens, length, Math.min(tokens.length - length, drafting.length(seen, others)));
        return draft;
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
