package org.greater4j.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of run directories that sort by time and say what the run is about. */
public final class RunDirectoryName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST_TASK = 40;

    private RunDirectoryName() {}

    /** {@code TIME-TASK-N} with the lowest N from 1 that is not there yet. */
    public static Path next(Path parent, String task, Instant now) {
        String begin = TIME.format(now) + "-" + plain(task) + "-";
        int number = 1;
        while (Files.exists(parent.resolve(begin + number))) {
            number++;
        }
        return parent.resolve(begin + number);
    }

    private static String plain(String task) {
        String name = task.substring(Math.max(task.lastIndexOf('/'), task.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        String plain = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^A-Za-z0-9_]+", "-");
        return plain.substring(0, Math.min(LONGEST_TASK, plain.length()));
    }
}
