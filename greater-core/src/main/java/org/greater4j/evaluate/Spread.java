package org.greater4j.evaluate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Mean and spread of some numbers, such as the accuracies of runs with different seeds. */
public final class Spread {
    private Spread() {}

    /** The arithmetic mean of at least one number. */
    public static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The sample standard deviation, with n - 1 in the denominator; null for fewer than two numbers, which have none. */
    public static @Nullable Double of(double... values) {
        if (values.length < 2) {
            return null;
        }
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
