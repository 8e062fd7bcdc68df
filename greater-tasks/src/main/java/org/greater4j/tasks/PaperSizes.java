package org.greater4j.tasks;

import org.greater4j.task.SplitSizes;

/** How many examples the paper gives each part. */
final class PaperSizes {
    static final SplitSizes GSM8K = new SplitSizes(100, 100, 1319);
    static final SplitSizes FOLIO = new SplitSizes(100, 100, 203);

    private static final int BBH_TRAIN = 50;
    private static final int BBH_HELD_OUT = 100;

    private PaperSizes() {}

    /**
     * 50/100/100. Four files have less than 250 different questions, of which the paper says nothing: there, dev and test share what
     * training leaves.
     */
    static SplitSizes bbh(int available) {
        int train = Math.min(BBH_TRAIN, available / 2);
        int test = Math.min(BBH_HELD_OUT, (available - train + 1) / 2);
        return new SplitSizes(train, Math.min(BBH_HELD_OUT, available - train - test), test);
    }

    /** At most these sizes, and at most what the parts have. */
    static SplitSizes atMost(SplitSizes sizes, int trainAndDev, int test) {
        int train = Math.min(sizes.train(), trainAndDev / 2);
        return new SplitSizes(train, Math.min(sizes.dev(), trainAndDev - train), Math.min(sizes.test(), test));
    }
}
