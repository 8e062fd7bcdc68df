package org.greater4j.torch.generate;

import org.jspecify.annotations.Nullable;

/** A chain of tokens while it grows, up to an end token, which is dropped, to a stop word, which stays, or to a limit. */
public interface GrowingChain {
    /** Whether the chain is complete. */
    boolean done();

    /** The end token that came, or -1 if there is none yet or something else came first. */
    int end();

    /** Whether an end token or a stop word came before the limit. */
    boolean ended();

    /** The chain so far. */
    int[] tokens();

    /** The chain's last token if it was not fed yet, else none. */
    int[] pending();

    /** Drafts what may come behind the known tokens; {@link #hear} must follow. */
    int[] draft(int others);

    /** Whether the next token needs all logits behind the last token fed. */
    boolean draws();

    /**
     * Hears what comes behind the last known token, then behind each drafted one.
     *
     * @param likeliest one more than was drafted
     * @param logits V, behind the last token fed; null unless {@link #draws}
     * @return how many drafted tokens the chain holds now
     */
    int hear(int[] likeliest, float @Nullable [] logits);
}
