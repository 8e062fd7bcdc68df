package org.greater4j.feedback.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a server says when to come back: seconds, or an HTTP date in one of its three forms (RFC 9110, sections 10.2.3 and
 * 5.6.7).
 */
final class RetryAfter {
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Years of two digits are taken to lie so far ahead at the most. */
    private static final int YEARS_AHEAD = 50;

    private RetryAfter() {}

    /**
     * The wait that a header asks for, at least 0; null if it can't be read.
     *
     * @param now what a date is held against
     */
    static @Nullable Duration parse(String header, Instant now) {
        String text = header.strip();
        // some servers write fractions of a second, which the RFC does not have
        if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000));
        }
        for (DateTimeFormatter form : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)) {
            try {
                Instant then = form.parse(text, Instant::from);
                return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
            } catch (DateTimeException e) {
                // another form, or none
            }
        }
        return null;
    }

    private static DateTimeFormatter rfc850(Instant now) {
        int first = now.atZone(ZoneOffset.UTC).getYear() + YEARS_AHEAD - 99;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
