package org.greater4j.tasks;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Reads UTF-8, and says of other bytes what they most likely are. */
final class TextBytes {
    private static final int LOOKED_AT = 4096;

    private TextBytes() {}

    /**
     * The text without a byte order mark.
     *
     * @param what names the file in the error
     * @throws GreaterException ({@code INVALID_TASK}) if the bytes are no UTF-8
     */
    static String decode(byte[] bytes, String what) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw refused(what, "UTF-16 or UTF-32 with a byte order mark", convert("UTF-16"));
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            throw refused(
                    what,
                    "a zip archive, which a spreadsheet such as .xlsx is too",
                    "unpack it, or export the sheet as CSV in UTF-8");
        }
        if (startsWith(bytes, 0x1F, 0x8B)) {
            throw refused(what, "a gzip archive", "unpack it by gunzip");
        }
        if (hasManyZeros(bytes)) {
            throw refused(what, "bytes of value 0, as UTF-16 without a byte order mark has", convert("UTF-16LE"));
        }
        // a decoder of one's own refuses what is no UTF-8, where new String would put question marks
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            throw refused(
                    what,
                    String.format(
                            Locale.ROOT,
                            "byte %02X in line %d, which would be '%s' in Windows-1252 or Latin-1",
                            bytes[at],
                            line(bytes, at),
                            new String(bytes, at, 1, Charset.forName("windows-1252"))),
                    convert("WINDOWS-1252"));
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static GreaterException refused(String what, String found, String advice) {
        return new GreaterException(
                ErrorCode.INVALID_TASK, what + ": expected text in UTF-8, found " + found + "; " + advice);
    }

    private static String convert(String from) {
        return "save the file as UTF-8, for example by `iconv -f " + from + " -t UTF-8 FILE > NEW`";
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        boolean starts = bytes.length >= start.length;
        for (int i = 0; starts && i < start.length; i++) {
            starts = (bytes[i] & 0xFF) == start[i];
        }
        return starts;
    }

    private static boolean hasManyZeros(byte[] bytes) {
        int looked = Math.min(bytes.length, LOOKED_AT);
        int zeros = 0;
        for (int i = 0; i < looked; i++) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros > looked / 8;
    }

    private static int line(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
