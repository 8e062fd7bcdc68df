package org.greater4j.evaluate;

/**
 * A closed interval that a quantity is estimated to lie in.
 *
 * @param low lower end
 * @param high upper end, at least {@code low}
 */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval: expected low <= high, found " + low + " and " + high);
        }
    }

    /** Whether a value lies in the interval, its ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
