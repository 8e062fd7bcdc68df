package org.greater4j.run;

import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Example;
import org.greater4j.task.Split;

/**
 * The test part of a run's split, behind a seal that breaks once. Whoever searches holds this instead of the examples, and
 * {@link RunDirectory#openTest} is the one way to them.
 */
public final class HeldOut {
    private final List<Example> examples;
    private boolean opened;

    private HeldOut(List<Example> examples) {
        this.examples = examples;
    }

    /** The test part of a split. */
    public static HeldOut of(Split split) {
        return new HeldOut(split.test());
    }

    /** Number of examples. */
    public int size() {
        return examples.size();
    }

    /** The examples for the run's record alone; the seal stays whole. */
    List<Example> forTheRecord() {
        return examples;
    }

    List<Example> open() {
        if (opened) {
            throw readTwice("a second reading");
        }
        opened = true;
        return examples;
    }

    static GreaterException readTwice(String found) {
        return new GreaterException(
                ErrorCode.TEST_READ_TWICE,
                "test split: expected one reading, at the end of the run, found " + found
                        + "; begin a new run, whose figures are then of rows that nothing was chosen on");
    }
}
