package org.greater4j.torch.decoder;

/** Where a block norms: {@code h + post(f(pre(h)))} for both its halves. */
public enum NormPlacement {
    /** Before each half: most families. */
    BEFORE(true, false),
    /** Behind each half: OLMo 2. */
    AFTER(false, true),
    /** Both: Gemma 2 and 3. */
    BOTH(true, true);

    private final boolean before;
    private final boolean after;

    NormPlacement(boolean before, boolean after) {
        this.before = before;
        this.after = after;
    }

    boolean before() {
        return before;
    }

    boolean after() {
        return after;
    }
}
