package org.greater4j.app.memory;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that the process is to take, as its user says it.
 *
 * @param bytes as many, the JVM and the libraries included
 */
public record MemoryCeiling(long bytes) {
    /** None: the memory of the machine is the ceiling. */
    public static final MemoryCeiling NONE = new MemoryCeiling(Long.MAX_VALUE);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?) ?([kmgt])(i?)b?");

    /** A size such as {@code 4GiB}, {@code 3.5 GB} or {@code 900M}; empty if it is none. */
    public static Optional<MemoryCeiling> parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power = 1 + "kmgt".indexOf(matcher.group(2));
        double unit = Math.pow(matcher.group(3).isEmpty() ? 1000 : 1024, power);
        double bytes = Double.parseDouble(matcher.group(1)) * unit;
        return bytes >= 1 && bytes < Long.MAX_VALUE / 2.0
                ? Optional.of(new MemoryCeiling((long) bytes))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
