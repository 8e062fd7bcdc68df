package org.greater4j.run;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * The lines of an event log, each sealed with a checksum over its text and the checksum before it.
 *
 * <p>The chain makes every loss visible but one: whole lines missing at the end, for which a checkpoint counts events. Only the lines that it
 * counts are sure to be on disk.
 */
final class EventLines {
    private static final String SEAL_KEY = ",\"checksum\":\"";
    private static final int CHECKSUM_DIGITS = 16;
    private static final String SEAL_END = "\"}";
    private static final int BUFFER = 1 << 16;
    private static final int SEAL_LENGTH = SEAL_KEY.length() + CHECKSUM_DIGITS + SEAL_END.length();

    /** Told of every sound line. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param line without its end
         * @param sequence 1 for the first line
         * @param end offset of the byte after the line and its end
         * @param checksum that seals the line
         */
        void line(byte[] line, long sequence, long end, String checksum);
    }

    /**
     * Where a reading of a log stands.
     *
     * @param sequence lines behind
     * @param end offset of the byte after them
     * @param checksum that seals the last of them; the empty text before the first
     */
    record Place(long sequence, long end, String checksum) {
        static final Place START = new Place(0, 0, "");
    }

    /** Of a log that nobody adds to any more: no whole line of it may be damaged. */
    static final LongSupplier ALL = () -> Long.MAX_VALUE;

    private EventLines() {}

    /** Closes an object's text with the checksum as its last field; the line's end is not included. */
    static byte[] seal(byte[] object, String checksum) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(object.length + SEAL_LENGTH);
        line.write(object, 0, object.length - 1);
        line.writeBytes((SEAL_KEY + checksum + SEAL_END).getBytes(StandardCharsets.US_ASCII));
        return line.toByteArray();
    }

    /** The checksum of an object after the line with another checksum; before the first line that is the empty text. */
    static String checksum(String previous, byte[] object) {
        return checksum(previous, object, object.length - 1);
    }

    /**
     * Reads a log from its start.
     *
     * @param sure asked where a line is damaged: how many lines are known to have been on disk. Those after them were not, so that a power
     *     cut may have left any of their bytes and lost others: the first damage there ends the log
     * @return the number of bytes after the last sound line: what is torn, 0 if nothing is
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if another line than the last or those behind the sure ones is
     *     damaged
     */
    static long scan(Path file, LongSupplier sure, Visitor visitor) throws IOException {
        return scan(file, Place.START, sure, visitor);
    }

    /** Reads a log from a place that an earlier reading came to; the rest as {@link #scan(Path, LongSupplier, Visitor)}. */
    static long scan(Path file, Place from, LongSupplier sure, Visitor visitor) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            in.skipNBytes(from.end());
            Place place = from;
            byte[] buffer = new byte[BUFFER];
            ByteArrayOutputStream collected = new ByteArrayOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int begin = 0;
                for (int at = 0; at < read; at++) {
                    if (buffer[at] != '\n') {
                        continue;
                    }
                    collected.write(buffer, begin, at - begin);
                    begin = at + 1;
                    byte[] line = collected.toByteArray();
                    collected.reset();
                    String checksum = checksum(place.checksum(), line, Math.max(0, line.length - SEAL_LENGTH));
                    if (!isSealed(line, checksum)) {
                        if (begin < read || in.read() >= 0) {
                            if (place.sequence() >= sure.getAsLong()) {
                                return Files.size(file) - place.end();
                            }
                            throw Json.invalid(
                                    "event log",
                                    "a line as it was written",
                                    "one whose checksum does not fit",
                                    file + " line " + (place.sequence() + 1));
                        }
                        return line.length + 1L;
                    }
                    place = new Place(place.sequence() + 1, place.end() + line.length + 1L, checksum);
                    visitor.line(line, place.sequence(), place.end(), checksum);
                }
                collected.write(buffer, begin, read - begin);
            }
            return collected.size();
        }
    }

    private static boolean isSealed(byte[] line, String checksum) {
        if (line.length < SEAL_LENGTH) {
            return false;
        }
        String seal = new String(line, line.length - SEAL_LENGTH, SEAL_LENGTH, StandardCharsets.ISO_8859_1);
        return seal.equals(SEAL_KEY + checksum + SEAL_END);
    }

    static String checksum(String previous, byte[] line, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous.getBytes(StandardCharsets.US_ASCII));
            digest.update(line, 0, length);
            return HexFormat.of().formatHex(digest.digest(), 0, CHECKSUM_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
