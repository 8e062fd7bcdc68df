package org.greater4j.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers and prompts as people read them. */
final class Text {
    private static final String ELLIPSIS = "…";

    private Text() {}

    /** One line: ends of lines are shown by a sign, other control characters by a space. */
    static String flat(String text) {
        return text.replace("\r\n", "\n").replace('\n', '⏎').replaceAll("\\p{Cntrl}", " ");
    }

    /** The start of a text, at most so many characters. */
    static String clip(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + ELLIPSIS;
    }

    /** A part of a text and as much around it as fits; the part is marked. */
    static String around(String text, int from, int to, int width, Style style) {
        int marks = style == Style.PLAIN ? 2 : 0;
        int room = Math.max(0, width - (to - from) - marks);
        int start = Math.max(0, Math.min(from - room / 3, text.length() - (to - from) - room));
        int end = Math.min(text.length(), Math.max(to, start + room + (to - from)));
        String before = text.substring(start, from);
        String after = text.substring(to, end);
        if (start > 0 && !before.isEmpty()) {
            before = ELLIPSIS + before.substring(1);
        }
        if (end < text.length() && !after.isEmpty()) {
            after = after.substring(0, after.length() - 1) + ELLIPSIS;
        }
        return before + style.marked(text.substring(from, to)) + after;
    }

    /** Lines of at most so many characters, broken at spaces where there are any. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            String rest = paragraph.stripTrailing();
            while (rest.length() > width) {
                int space = rest.lastIndexOf(' ', width);
                int end = space > 0 ? space : width;
                lines.add(rest.substring(0, end).stripTrailing());
                rest = rest.substring(end).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    /** {@code 0.325} as {@code 32.5 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Wall time: {@code 8 s}, {@code 2 min 05 s}, {@code 3 h 10 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        Duration duration = Duration.ofSeconds(whole);
        if (whole < 60) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }

    /** Time as a clock shows it: {@code 1:05}, {@code 2:03:09}. */
    static String clock(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** Bytes in units of a thousand. */
    static String bytes(long bytes) {
        return scaled((double) bytes, " B", " kB", " MB", " GB", " TB");
    }

    /** A number in units of a thousand, such as {@code 1.2 million}, if it is long. */
    static String count(long number) {
        if (number < 10_000) {
            return Long.toString(number);
        }
        return scaled((double) number, "", " thousand", " million", " billion");
    }

    private static String scaled(double number, String... units) {
        double scaled = number;
        int unit = 0;
        while (scaled >= 999.5 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || scaled >= 99.95 ? "%.0f" : "%.1f", scaled) + units[unit];
    }

    /** A model's name, with the commit that it ends with cut to the length that people know from git. */
    static String model(String name) {
        return name.replaceFirst("@([0-9a-f]{7})[0-9a-f]{33}$", "@$1");
    }

    /** A word of a shell's command line. */
    static String shellWord(String text) {
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
