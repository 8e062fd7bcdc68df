package org.greater4j.bench;

import java.util.Arrays;

/**
 * A straight line through some points by least squares.
 *
 * @param intercept value at 0
 * @param slope per unit
 * @param explained share of the values' variance that the line explains; 1 is a perfect line
 */
record Fit(double intercept, double slope, double explained) {
    /** At least two points of different x. */
    static Fit of(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = Arrays.stream(y).average().orElse(Double.NaN);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int at = 0; at < x.length; at++) {
            xx += (x[at] - meanX) * (x[at] - meanX);
            xy += (x[at] - meanX) * (y[at] - meanY);
            yy += (y[at] - meanY) * (y[at] - meanY);
        }
        double slope = xy / xx;
        return new Fit(meanY - slope * meanX, slope, yy == 0 ? 1 : xy * xy / (xx * yy));
    }

    /** The power of x that y grows with: the slope through the logarithms. */
    static Fit ofLogarithms(double[] x, double[] y) {
        return of(
                Arrays.stream(x).map(Math::log).toArray(),
                Arrays.stream(y).map(Math::log).toArray());
    }

    double at(double x) {
        return intercept + slope * x;
    }
}
