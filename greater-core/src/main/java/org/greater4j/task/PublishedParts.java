package org.greater4j.task;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * How many of a task's examples belong to each of the parts in which its data set is published. The task's examples are in this order:
 * training, dev, test; no example changes its part.
 *
 * @param train examples that the training part of a {@link Split} is drawn from, and the dev part too if {@code dev} is 0
 * @param dev examples that the dev part is drawn from
 * @param test examples that the test part is drawn from
 * @param shuffled whether the seed of a split shuffles each part; if not, the first examples of a part are taken
 */
public record PublishedParts(int train, int dev, int test, boolean shuffled) {
    public PublishedParts {
        if (train < 0 || dev < 0 || test < 0) {
            throw new IllegalArgumentException(
                    "published parts: expected none below 0, found " + train + ", " + dev + ", " + test);
        }
    }

    /** Throws ({@code INVALID_OPTION}) if a part is asked for more examples than it has. */
    void check(String task, SplitSizes sizes) {
        boolean shared = dev == 0;
        boolean enough = sizes.test() <= test
                && (shared
                        ? (long) sizes.train() + sizes.dev() <= train
                        : sizes.train() <= train && sizes.dev() <= dev);
        if (!enough) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "split of " + task + ": expected at most " + train
                            + (shared ? " examples in --train and --dev together" : " in --train, " + dev + " in --dev")
                            + " and " + test + " in --test, as the data set is published, found --train "
                            + sizes.train()
                            + " --dev " + sizes.dev() + " --test " + sizes.test() + "; ask for fewer");
        }
    }
}
