package org.greater4j.torch.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Parses and checks what stands before the data of a safetensors file: eight bytes with the header's length, and the header, a JSON
 * object with {@code dtype}, {@code shape} and {@code data_offsets} for every tensor.
 *
 * <p>The header is read as a stream and the tensors it may name are counted, so that a file can take no more memory than a small
 * multiple of its own bytes. As in the format's own definition, the data of all tensors together fill the rest of the file, without
 * overlap and without holes.
 */
final class SafetensorsParser {
    /** Limit of the format's own reader. */
    private static final long LONGEST_HEADER = 100_000_000;
    /** The largest models have about 100 thousand. */
    private static final int MOST_TENSORS = 1 << 18;

    private static final int MOST_DIMENSIONS = 16;
    private static final int NAMED_PROBLEMS = 8;
    /** Names are kept by their tensors alone: a table of names that all parsers share would keep those of a hostile file. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final long NOT_A_NUMBER = Long.MIN_VALUE;

    /** A tensor as the header has it; offsets count from the start of the data. */
    private record Entry(String name, SafetensorsType type, long[] shape, long begin, long end) {}

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private final List<String> unsupported = new ArrayList<>();

    private SafetensorsParser(Path file) {
        this.file = file;
    }

    /**
     * Parses a file.
     *
     * @return the tensors in the header's order
     */
    static Map<String, SafetensorsTensor> parse(Path file, FileChannel channel) throws IOException {
        return new SafetensorsParser(file).parse(channel);
    }

    private Map<String, SafetensorsTensor> parse(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 10) {
            throw invalid("expected at least 10 bytes, found " + size + "; the file is cut short: fetch it again");
        }
        ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        GgufInput.readFully(channel, file, 0, start);
        long headerLength = start.getLong(0);
        if (headerLength < 2 || headerLength > size - 8) {
            throw invalid("expected a header that ends within the file's " + size + " bytes, found one of "
                    + Long.toUnsignedString(headerLength)
                    + " bytes; the file is cut short or no safetensors file: fetch it again");
        }
        if (headerLength > LONGEST_HEADER) {
            throw invalid("expected a header of at most " + LONGEST_HEADER + " bytes, found one of " + headerLength);
        }
        channel.position(8);
        readHeader(new Bounded(Channels.newInputStream(channel), headerLength));
        return place(8 + headerLength, size);
    }

    private void readHeader(InputStream bytes) throws IOException {
        // the format wants the brace first; white space before it would let other encodings be guessed
        int first = bytes.read();
        if (first != '{') {
            throw invalid(String.format(
                    "expected a header that begins with '{', found the byte %02x; this is no safetensors file",
                    first & 255));
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(new byte[] {'{'}), bytes);
        try (Reader text = new InputStreamReader(whole, StandardCharsets.UTF_8.newDecoder());
                JsonParser in = JSON.createParser(text)) {
            in.nextToken();
            Map<String, Boolean> seen = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (seen.put(name, true) != null) {
                    problem(invalid, "expected every name once, found " + name + " twice");
                }
                if (seen.size() > MOST_TENSORS) {
                    throw invalid("expected at most " + MOST_TENSORS + " tensors, found more");
                }
                in.nextToken();
                if (name.equals("__metadata__")) {
                    in.skipChildren();
                } else {
                    readEntry(in, name);
                }
            }
            if (in.nextToken() != null) {
                throw invalid("expected one JSON object in the header, found more after it");
            }
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Weights file " + file + ": expected JSON in the header, found: " + e.getOriginalMessage()
                            + "; fetch the file again",
                    e);
        } catch (CharacterCodingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Weights file " + file + ": expected UTF-8 text in the header, found other bytes; fetch the file"
                            + " again",
                    e);
        }
    }

    private void readEntry(JsonParser in, String name) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            problem(invalid, "tensor " + name + ": expected an object, found " + in.currentToken());
            in.skipChildren();
            return;
        }
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "dtype" -> {
                    dtype = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
                    in.skipChildren();
                }
                case "shape" -> shape = integers(in, MOST_DIMENSIONS);
                case "data_offsets" -> offsets = integers(in, 2);
                default -> in.skipChildren();
            }
        }
        int before = invalid.size();
        if (dtype == null) {
            problem(invalid, "tensor " + name + ": expected a name in dtype, found none");
        }
        if (shape == null || Arrays.stream(shape).anyMatch(length -> length < 0)) {
            problem(
                    invalid,
                    "tensor " + name + ": expected a list of at most " + MOST_DIMENSIONS
                            + " dimensions from 0 to 2^63 - 1 in shape, found " + describe(shape));
        }
        if (offsets == null || offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            problem(invalid, "tensor " + name + ": expected begin and end in data_offsets, found " + describe(offsets));
        }
        if (dtype == null || shape == null || offsets == null || invalid.size() > before) {
            return;
        }
        SafetensorsType type = SafetensorsType.find(dtype).orElse(null);
        if (type == null) {
            problem(unsupported, "tensor " + name + " has dtype " + dtype);
        } else {
            entries.add(new Entry(name, type, shape, offsets[0], offsets[1]));
        }
    }

    /** A list of integers; null if it is none or longer; {@link #NOT_A_NUMBER} for what is no 64-bit integer. */
    private static long @Nullable [] integers(JsonParser in, int most) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return null;
        }
        long[] values = new long[most];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY && in.currentToken() != null) {
            if (count < most) {
                values[count] = in.currentToken() == JsonToken.VALUE_NUMBER_INT
                                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        ? in.getLongValue()
                        : NOT_A_NUMBER;
            }
            count++;
            in.skipChildren();
        }
        return count > most ? null : Arrays.copyOf(values, count);
    }

    private static String describe(long @Nullable [] values) {
        if (values == null) {
            return "none";
        }
        return Arrays.stream(values)
                .mapToObj(value -> value == NOT_A_NUMBER ? "no 64-bit integer" : Long.toString(value))
                .toList()
                .toString();
    }

    private Map<String, SafetensorsTensor> place(long dataStart, long fileSize) {
        long dataSize = fileSize - dataStart;
        for (Entry entry : entries) {
            checkBytes(entry, dataSize);
        }
        if (invalid.isEmpty()) {
            checkCover(dataSize);
        }
        if (!invalid.isEmpty()) {
            throw failure(ErrorCode.INVALID_MODEL, invalid);
        }
        if (!unsupported.isEmpty()) {
            unsupported.add("expected one of " + SafetensorsType.decoded() + "; take the model in one of these");
            throw failure(ErrorCode.UNSUPPORTED_MODEL, unsupported);
        }
        Map<String, SafetensorsTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            tensors.put(
                    entry.name(),
                    new SafetensorsTensor(
                            entry.name(),
                            entry.type(),
                            entry.shape(),
                            dataStart + entry.begin(),
                            entry.end() - entry.begin()));
        }
        return tensors;
    }

    private void checkBytes(Entry entry, long dataSize) {
        if (entry.end() > dataSize) {
            problem(
                    invalid,
                    "tensor " + entry.name() + ": expected an end within the file's " + dataSize
                            + " bytes of data, found " + entry.end() + "; the file is cut short: fetch it again");
            return;
        }
        long bytes = bytes(entry);
        if (bytes != entry.end() - entry.begin()) {
            problem(
                    invalid,
                    "tensor " + entry.name() + ": expected "
                            + (bytes < 0 ? "fewer elements than overflow" : bytes + " bytes") + " for "
                            + entry.type() + " of shape " + Arrays.toString(entry.shape()) + ", found "
                            + (entry.end() - entry.begin()) + " bytes");
        }
    }

    /** Bytes that type and shape ask for; −1 if there is no such number. */
    private static long bytes(Entry entry) {
        long bits = entry.type().bits();
        for (long length : entry.shape()) {
            if (length == 0) {
                return 0;
            }
        }
        for (long length : entry.shape()) {
            if (bits > Long.MAX_VALUE / length) {
                return -1;
            }
            bits *= length;
        }
        return bits % 8 == 0 ? bits / 8 : -1;
    }

    /** Whether the tensors, one after the other, are the data. */
    private void checkCover(long dataSize) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        String before = "the start";
        for (Entry entry : sorted) {
            if (entry.begin() < end) {
                problem(
                        invalid,
                        "tensor " + entry.name() + " begins at byte " + entry.begin() + " of the data, within " + before
                                + ", which ends at " + end);
            } else if (entry.begin() > end && unsupported.isEmpty()) {
                problem(
                        invalid,
                        "expected no hole, found that the bytes " + end + " to " + entry.begin()
                                + " of the data, between " + before + " and tensor " + entry.name()
                                + ", are of no tensor");
            }
            if (entry.end() >= end) {
                end = entry.end();
                before = "tensor " + entry.name();
            }
        }
        if (end < dataSize && unsupported.isEmpty()) {
            problem(
                    invalid,
                    "expected the data to end with " + before + " at byte " + end + ", found " + dataSize + " bytes");
        }
    }

    private static void problem(List<String> problems, String problem) {
        if (problems.size() <= NAMED_PROBLEMS) {
            problems.add(problems.size() < NAMED_PROBLEMS ? problem : "and more");
        }
    }

    private GreaterException failure(ErrorCode code, List<String> problems) {
        return GreaterException.ofAll(code, "Weights file " + file, problems);
    }

    private GreaterException invalid(String problem) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Weights file " + file + ": " + problem);
    }

    /** The next bytes of a stream, up to a number of them. */
    private static final class Bounded extends InputStream { // closing it leaves the source open
        private final InputStream source;
        private long left;

        Bounded(InputStream source, long left) {
            this.source = source;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return source.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = source.read(target, from, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
