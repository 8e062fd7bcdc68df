package org.greater4j.torch.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Reads the header of a GGUF file from front to back, and never past its end. */
final class GgufInput {
    /** Longest string taken; a whole tokenizer.json fits. */
    private static final int LONGEST_STRING = 1 << 26;
    /** Longest key, by the format's definition. */
    private static final int LONGEST_NAME = 65_535;
    /** Most elements of a list; vocabularies have a quarter of a million, lists of merges half a million. */
    private static final int MOST_ELEMENTS = 1 << 22;
    /**
     * Most bytes before the data. Those of the largest vocabularies have some ten million; a header of more would take several times its
     * size in memory.
     */
    private static final long LONGEST_HEADER = 1L << 28;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    /** Index in the file of the byte after the window. */
    private long windowEnd;

    GgufInput(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        window.limit(0);
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    long position() {
        return windowEnd - window.remaining();
    }

    byte int8() {
        fill(1);
        return window.get();
    }

    short int16() {
        fill(2);
        return window.getShort();
    }

    int int32() {
        fill(4);
        return window.getInt();
    }

    long int64() {
        fill(8);
        return window.getLong();
    }

    float float32() {
        fill(4);
        return window.getFloat();
    }

    double float64() {
        fill(8);
        return window.getDouble();
    }

    boolean bool(String what) {
        byte value = int8();
        if (value != 0 && value != 1) {
            throw invalid("expected 0 or 1 in " + what + ", found " + value);
        }
        return value == 1;
    }

    String string(String what) {
        return string(what, LONGEST_STRING);
    }

    /** A key or a tensor's name, which messages repeat. */
    String name(String what) {
        return string(what, LONGEST_NAME);
    }

    private String string(String what, int longest) {
        long length = int64();
        requireLeft(length, 1, what);
        if (length > longest) {
            throw invalid("expected a string of at most " + longest + " bytes in " + what + ", found " + length);
        }
        byte[] bytes = new byte[(int) length];
        int fromWindow = Math.min(bytes.length, window.remaining());
        window.get(bytes, 0, fromWindow);
        if (fromWindow < bytes.length) {
            readFully(channel, file, windowEnd, ByteBuffer.wrap(bytes, fromWindow, bytes.length - fromWindow));
            windowEnd += bytes.length - fromWindow;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A count of things that take some bytes each; all must lie within the file, so that a list of them can be made. */
    int count(long count, long bytesEach, String what) {
        requireLeft(count, bytesEach, what);
        if (count > MOST_ELEMENTS) {
            throw invalid("expected at most " + MOST_ELEMENTS + " of " + what + ", found " + count);
        }
        return (int) count;
    }

    private void requireLeft(long count, long bytesEach, String what) {
        long left = size - position();
        if (count < 0 || count > left / bytesEach) {
            String expected = count < 0 || count > Long.MAX_VALUE / 64
                    ? "more bytes than any file has"
                    : "at least " + (position() + count * bytesEach) + " bytes";
            throw truncated(expected + " (" + what + " at byte " + position() + ")");
        }
    }

    private void fill(int bytes) {
        if (window.remaining() >= bytes) {
            return;
        }
        requireLeft(bytes, 1, "header");
        if (windowEnd > LONGEST_HEADER) {
            throw invalid("expected at most " + LONGEST_HEADER + " bytes before the weights, found more");
        }
        window.compact();
        window.limit((int) Math.min(window.capacity(), window.position() + size - windowEnd));
        int before = window.position();
        readFully(channel, file, windowEnd, window);
        windowEnd += window.position() - before;
        window.flip();
    }

    /** Fills a buffer from a place in a file, which must have that many bytes. */
    static void readFully(FileChannel channel, Path file, long from, ByteBuffer target) {
        long at = from;
        try {
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new GreaterException(
                            ErrorCode.INVALID_MODEL,
                            "Model file " + file + ": expected at least " + (at + target.remaining())
                                    + " bytes, found that it had become shorter; fetch the file again");
                }
                at += count;
            }
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "Model file " + file + ": can't be read: " + e.getMessage(), e);
        }
    }

    GreaterException truncated(String expected) {
        return invalid("expected " + expected + ", found " + size
                + " bytes; the file is cut short or damaged: fetch it again");
    }

    GreaterException invalid(String problem) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Model file " + file + ": " + problem);
    }

    GreaterException unsupported(String problem) {
        return new GreaterException(ErrorCode.UNSUPPORTED_MODEL, "Model file " + file + ": " + problem);
    }
}
