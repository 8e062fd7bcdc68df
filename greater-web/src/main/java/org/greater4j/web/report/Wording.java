package org.greater4j.web.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.greater4j.evaluate.Interval;

/** Numbers as people read them. */
public final class Wording {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** {@code 0.325} as {@code 32.5 %}. */
    public static String percent(double share) {
        return format("%.1f %%", 100 * share);
    }

    /** {@code 0.325} as {@code 33 %}, for where there is little room. */
    public static String roundPercent(double share) {
        return format("%.0f %%", 100 * share);
    }

    public static String percent(Interval interval) {
        return format("%.1f to %.1f %%", 100 * interval.low(), 100 * interval.high());
    }

    /** Signed, in percentage points. */
    public static String points(double difference) {
        return minus(format("%+.1f", 100 * difference));
    }

    public static String number(double value, int decimals) {
        return minus(format("%." + decimals + "f", value));
    }

    /** A count with its word: {@code 1 step}, {@code 2 steps}. */
    public static String count(long number, String one, String many) {
        return format("%,d %s", number, number == 1 ? one : many);
    }

    public static String count(long number) {
        return format("%,d", number);
    }

    /** Wall time: {@code 8 s}, {@code 2 min 05 s}, {@code 3 h 10 min}. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return format(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        return whole < 3600
                ? format("%d min %02d s", whole / 60, whole % 60)
                : format("%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    public static String time(Instant time) {
        return TIME.format(time);
    }

    public static String pValue(double p) {
        return p < 0.0001 ? "p < 0.0001" : format("p = %.4f", p);
    }

    /** How often something of this probability happens: {@code about once in 250 times}. */
    static String frequency(double probability) {
        if (probability < 0.0001) {
            return "less than once in 10,000 times";
        }
        return probability < 0.1
                ? format("about once in %,d times", Math.round(1 / probability))
                : format("about %d times in 100", Math.min(100, Math.round(100 * probability)));
    }

    public static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    /** The beginning of a text without the space around it, at most so many signs; a dot dot dot says that there is more. */
    public static String clip(String text, int signs) {
        String stripped = text.strip();
        int end = stripped.offsetByCodePoints(0, Math.min(signs, stripped.codePointCount(0, stripped.length())));
        return end == stripped.length() ? stripped : stripped.substring(0, end) + "…";
    }

    // the sign of typesetting, as wide as the plus
    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
