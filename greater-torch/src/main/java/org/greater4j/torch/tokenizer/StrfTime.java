package org.greater4j.torch.tokenizer;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;

/** Dates in the notation of C's {@code strftime}, in English. */
final class StrfTime {
    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('d', "dd"),
            Map.entry('e', "ppd"),
            Map.entry('j', "DDD"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('F', "yyyy-MM-dd"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('R', "HH:mm"),
            Map.entry('D', "MM/dd/yy"),
            Map.entry('x', "MM/dd/yy"),
            Map.entry('X', "HH:mm:ss"),
            Map.entry('c', "EEE MMM ppd HH:mm:ss yyyy"),
            Map.entry('h', "MMM"),
            Map.entry('n', "'\n'"),
            Map.entry('t', "'\t'"));

    private StrfTime() {}

    /** Writes a time; {@code %-d} leaves out leading zeros, a directive that is not known stays as it is. */
    static String format(String format, LocalDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            boolean bare = format.charAt(i + 1) == '-' && i + 2 < format.length();
            char directive = format.charAt(i + (bare ? 2 : 1));
            i += bare ? 2 : 1;
            String pattern = PATTERNS.get(directive);
            if (directive == '%') {
                out.append('%');
            } else if (directive == 'u') {
                out.append(time.get(ChronoField.DAY_OF_WEEK));
            } else if (directive == 'w') {
                out.append(time.get(ChronoField.DAY_OF_WEEK) % 7);
            } else if (directive == 'G') {
                out.append(time.get(IsoFields.WEEK_BASED_YEAR));
            } else if (directive == 'V') {
                out.append(String.format("%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
            } else if (pattern == null) {
                out.append('%').append(bare ? "-" : "").append(directive);
            } else {
                String text =
                        DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
                out.append(bare ? text.replaceFirst("^0+(?=\\d)", "") : text);
            }
        }
        return out.toString();
    }
}
