package org.greater4j.evaluate;

/** What a paired comparison shows at the 5 % level. */
public enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    /** The rows don't tell the two apart; that is not the same as being equal. */
    NO_DIFFERENCE_SHOWN("no difference shown");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The verdict in words. */
    public String label() {
        return label;
    }
}
