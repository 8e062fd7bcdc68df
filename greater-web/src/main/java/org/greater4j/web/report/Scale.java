package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear map from values to coordinates.
 *
 * @param low value at the start
 * @param high value at the end, above {@code low}
 * @param from coordinate of {@code low}
 * @param to coordinate of {@code high}
 * @param unit distance of its marks
 */
record Scale(double low, double high, double from, double to, double unit) {
    private static final int MARKS = 5;

    /** A scale with round ends around some values. */
    static Scale of(double lowest, double highest, double from, double to) {
        double span = highest - lowest;
        double unit = round((span > 0 ? span : Math.max(Math.abs(highest), 1)) / MARKS);
        double low = Math.floor(lowest / unit) * unit;
        double high = Math.ceil(highest / unit) * unit;
        return new Scale(low, high > low ? high : low + unit, from, to, unit);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Chart.Tick> ticks() {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(unit) - 1e-9));
        List<Chart.Tick> ticks = new ArrayList<>();
        int count = (int) Math.round((high - low) / unit);
        for (int at = 0; at <= count; at++) {
            double value = low + at * unit;
            ticks.add(new Chart.Tick(Charts.coordinate(at(value)), Wording.number(value, decimals)));
        }
        return ticks;
    }

    /** The next 1, 2 or 5 times a power of ten, at least 1e-9. */
    static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (int factor : new int[] {1, 2, 5}) {
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
