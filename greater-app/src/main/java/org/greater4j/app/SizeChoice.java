package org.greater4j.app;

import java.util.Map;
import java.util.stream.IntStream;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * How many examples each part of a split gets; null leaves it to the preset, whose sizes shrink to what the task has.
 *
 * <p>A number that was given is never changed: if the task is too small for it, splitting says so.
 *
 * @param preset whose sizes are the defaults
 */
public record SizeChoice(
        @Nullable Integer train,
        @Nullable Integer dev,
        @Nullable Integer test,
        Preset preset) {
    /** With the sizes of the default preset. */
    public SizeChoice(@Nullable Integer train, @Nullable Integer dev, @Nullable Integer test) {
        this(train, dev, test, Preset.DEFAULT);
    }

    /** Sizes with the defaults of a task that is large enough. */
    public SplitSizes defaults() {
        return over(preset.sizes());
    }

    /** Whether nothing is left to the defaults. */
    public boolean complete() {
        return train != null && dev != null && test != null;
    }

    /** Sizes for a task: its own usual ones if it has some, else the defaults as far as its examples go. */
    public SplitSizes fit(Task task) {
        @Nullable SplitSizes usual = task.details().sizes();
        return usual == null ? fit(task.examples().size()) : over(usual);
    }

    /** Sizes for a task, which is loaded only if something is left to it. */
    public SplitSizes fit(TaskChoice task, Map<String, String> environment) {
        return complete() ? defaults() : fit(task.load(environment));
    }

    /**
     * Sizes for a task of so many examples. If the defaults do not fit, the parts that nobody asked a number of share what is left in the
     * proportion of their defaults, at least one example each.
     */
    public SplitSizes fit(int available) {
        SplitSizes sizes = defaults();
        if (complete() || sizes.total() <= available) {
            return sizes;
        }
        int given = IntStream.of(or(train, 0), or(dev, 0), or(test, 0)).sum();
        int wanted = sizes.total() - given;
        int left = available - given;
        SplitSizes shared = new SplitSizes(
                train != null ? train : share(preset.sizes().train(), left, wanted),
                dev != null ? dev : share(preset.sizes().dev(), left, wanted),
                test != null ? test : share(preset.sizes().test(), left, wanted));
        return withinReach(shared, available);
    }

    // "at least one each" can come to more than there are: the largest part left open gives way
    private SplitSizes withinReach(SplitSizes shared, int available) {
        SplitSizes sizes = shared;
        while (sizes.total() > available) {
            int openTest = test == null ? sizes.test() : 0;
            int openDev = dev == null ? sizes.dev() : 0;
            int openTrain = train == null ? sizes.train() : 0;
            int largest = Math.max(openTest, Math.max(openDev, openTrain));
            if (largest <= 1) {
                return sizes;
            }
            sizes = largest == openTest
                    ? new SplitSizes(sizes.train(), sizes.dev(), sizes.test() - 1)
                    : largest == openDev
                            ? new SplitSizes(sizes.train(), sizes.dev() - 1, sizes.test())
                            : new SplitSizes(sizes.train() - 1, sizes.dev(), sizes.test());
        }
        return sizes;
    }

    private SplitSizes over(SplitSizes base) {
        return new SplitSizes(or(train, base.train()), or(dev, base.dev()), or(test, base.test()));
    }

    private static int share(int size, int left, int wanted) {
        return Math.max(1, (int) ((long) size * left / wanted));
    }

    private static int or(@Nullable Integer size, int otherwise) {
        return size == null ? otherwise : size;
    }
}
