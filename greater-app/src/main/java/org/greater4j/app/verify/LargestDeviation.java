package org.greater4j.app.verify;

import java.util.Locale;
import java.util.function.Supplier;

/** Collects how far numbers are from the expected ones, and keeps the largest distance. */
final class LargestDeviation {
    private final String name;
    private final String unit;
    private final double tolerance;
    private int values;
    private int beyond;
    private double largest;
    private String where = "";

    LargestDeviation(String name, String unit, double tolerance) {
        this.name = name;
        this.unit = unit;
        this.tolerance = tolerance;
    }

    /**
     * Compares one number.
     *
     * @param scale what the distance is divided by
     * @param place where the number stands in the file
     */
    void compare(double found, double expected, double scale, Supplier<String> place) {
        double deviation = 0;
        if (found != expected && !(Double.isNaN(found) && Double.isNaN(expected))) {
            deviation = Math.abs(found - expected) / scale;
            // not a number, or another number where zero was expected
            deviation = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation;
        }
        values++;
        beyond += deviation > tolerance ? 1 : 0;
        if (deviation > largest) {
            largest = deviation;
            where = String.format(Locale.ROOT, "%s: expected %.7g, found %.7g", place.get(), expected, found);
        }
    }

    Check check() {
        String count = beyond == 0 ? values + " values" : beyond + " of " + values + " values beyond it";
        return new Check(name, unit, largest, tolerance, beyond == 0, where.isEmpty() ? count : count + ", " + where);
    }
}
