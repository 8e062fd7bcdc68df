package org.greater4j.app.verify;

import java.util.Locale;

/**
 * One kind of value, held against what was expected.
 *
 * @param name what was compared, such as {@code chains}
 * @param unit what deviation and tolerance are measured in, such as {@code relative} or {@code differing chains}
 * @param deviation the largest met; infinite where a value could not be compared at all
 * @param tolerance the largest allowed; 0 for what must be equal
 * @param ok whether everything was within tolerance
 * @param detail how much was compared, where the largest deviation lies, and what was not compared
 */
public record Check(String name, String unit, double deviation, double tolerance, boolean ok, String detail) {
    /** One line for people. */
    public String line() {
        String numbers = tolerance > 0
                ? String.format(Locale.ROOT, "deviation %.1e, tolerance %.0e %s; ", deviation, tolerance, unit)
                : "";
        return (ok ? "ok      " : "FAILED  ") + name + ": " + numbers + detail;
    }

    static Check notDone(String name, String reason) {
        return new Check(name, "", 0, 0, true, "not checked: " + reason);
    }

    static Check impossible(String name, String unit, double tolerance, String reason) {
        return new Check(name, unit, Double.POSITIVE_INFINITY, tolerance, false, reason);
    }

    Check within(String folder) {
        return new Check(folder + ": " + name, unit, deviation, tolerance, ok, detail);
    }
}
