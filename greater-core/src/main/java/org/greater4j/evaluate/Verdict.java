package org.greater4j.evaluate;

/** What a paired comparison shows at the 5 % level. */
public enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    /** The rows don't tell the two apart; that is not the same as being equal. */
    NO_DIFFERENCE_SHOWN("no difference shown");

    /** A difference is called shown below this p-value. */
    static final double SIGNIFICANCE_LEVEL = 0.05;

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** What a difference and its p-value show. */
    static Verdict of(double difference, double pValue) {
        if (pValue >= SIGNIFICANCE_LEVEL) {
            return NO_DIFFERENCE_SHOWN;
        }
        return difference > 0 ? BETTER : WORSE;
    }

    /** The verdict in words. */
    public String label() {
        return label;
    }
}
