package org.greater4j.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Three disjoint parts of a task's examples.
 *
 * <p>The examples are shuffled by the seed; the test part is taken from the front and the training part from the back, so that neither
 * depends on the sizes of the others: {@code evaluate --test 40} reads the rows that {@code optimize --train 12 --test 40} held out. Where a data set is
 * published in parts ({@link PublishedParts}), the same is done within each part.
 *
 * @param train what the gradient and the training score are taken on
 * @param dev what the result is chosen on
 * @param test touched once, for the initial and the final prompt
 */
public record Split(List<Example> train, List<Example> dev, List<Example> test) {
    public Split {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /**
     * Splits a task.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if the task has fewer examples than asked for
     */
    public static Split of(Task task, SplitSizes sizes, long seed) {
        int available = task.examples().size();
        if (sizes.train() < 0 || sizes.dev() < 0 || sizes.test() < 0) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "split sizes: expected none below 0, found " + sizes + "; mend the options");
        }
        PublishedParts parts = task.details().parts();
        if (parts != null) {
            parts.check(task.name(), sizes);
            return within(parts, task.examples(), sizes, seed);
        }
        long wanted = (long) sizes.train() + sizes.dev() + sizes.test();
        if (wanted > available) {
            boolean oneEach = Math.max(sizes.train(), Math.max(sizes.dev(), sizes.test())) == 1;
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "split of " + task.name() + ": expected at most " + available + " examples in all, found --train "
                            + sizes.train() + " + --dev " + sizes.dev() + " + --test " + sizes.test() + " = " + wanted
                            + (oneEach ? "; give the task more rows, a few dozen at best" : "; ask for fewer"));
        }
        List<Example> shuffled = shuffle(task.examples(), seed);
        int trainStart = available - sizes.train();
        return new Split(
                shuffled.subList(trainStart, available),
                shuffled.subList(trainStart - sizes.dev(), trainStart),
                shuffled.subList(0, sizes.test()));
    }

    private static Split within(PublishedParts parts, List<Example> examples, SplitSizes sizes, long seed) {
        int devStart = parts.train();
        int testStart = devStart + parts.dev();
        List<Example> train = examples.subList(0, devStart);
        List<Example> dev = examples.subList(devStart, testStart);
        List<Example> test = examples.subList(testStart, examples.size());
        if (parts.shuffled()) {
            train = shuffle(train, seed);
            dev = shuffle(dev, seed);
            test = shuffle(test, seed);
        }
        if (parts.dev() == 0) {
            int trainStart = train.size() - sizes.train();
            dev = train.subList(trainStart - sizes.dev(), trainStart);
            train = train.subList(trainStart, train.size());
        }
        return new Split(train.subList(0, sizes.train()), dev.subList(0, sizes.dev()), test.subList(0, sizes.test()));
    }

    // java.util.Random is specified to the bit, so a split is the same on every JVM
    private static List<Example> shuffle(List<Example> examples, long seed) {
        List<Example> shuffled = new ArrayList<>(examples);
        Random random = new Random(seed);
        for (int last = shuffled.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            Example moved = shuffled.get(last);
            shuffled.set(last, shuffled.get(other));
            shuffled.set(other, moved);
        }
        return shuffled;
    }
}
