package org.greater4j.app;

import java.util.List;
import java.util.Locale;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.SplitSizes;

/** A part of a {@link Split}. */
public enum SplitPart {
    TRAIN,
    DEV,
    TEST;

    /** Spelling on the command line, such as {@code test}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part's examples. */
    public List<Example> of(Split split) {
        return switch (this) {
            case TRAIN -> split.train();
            case DEV -> split.dev();
            case TEST -> split.test();
        };
    }

    /** How many examples the part has. */
    public int size(SplitSizes sizes) {
        return switch (this) {
            case TRAIN -> sizes.train();
            case DEV -> sizes.dev();
            case TEST -> sizes.test();
        };
    }
}
