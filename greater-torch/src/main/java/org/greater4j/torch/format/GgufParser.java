package org.greater4j.torch.format;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Parses and checks what stands before the data of a GGUF file. */
final class GgufParser {
    private static final int MAGIC = 0x46554747; // "GGUF", read little-endian
    private static final int MAGIC_BIG_ENDIAN = 0x47475546;
    private static final int DEEPEST_ARRAY = 4;
    private static final int MOST_DIMENSIONS = 4;
    private static final int NAMED_PROBLEMS = 8;

    /** What a file holds. */
    record Content(int version, GgufMetadata metadata, Map<String, GgufTensor> tensors) {}

    /** A tensor before its place in the file is known. */
    private record Entry(String name, long[] shape, int typeId, long relativeOffset) {}

    private final GgufInput in;

    private GgufParser(GgufInput in) {
        this.in = in;
    }

    static Content parse(GgufInput in) {
        return new GgufParser(in).parse();
    }

    private Content parse() {
        if (in.size() < 24) {
            throw in.truncated("at least 24 bytes");
        }
        int version = version();
        long tensorCount = in.int64();
        long pairCount = in.int64();
        int pairs = in.count(pairCount, 13, "metadata pairs");
        in.count(tensorCount, 24, "tensors");

        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs; i++) {
            String key = in.name("key of metadata pair " + i);
            Object value = value(in.int32(), key, 0);
            if (values.put(key, value) != null) {
                throw in.invalid("expected every key once, found " + key + " twice");
            }
        }
        GgufMetadata metadata = new GgufMetadata(in.file(), values);
        int tensors = in.count(tensorCount, 24, "tensors");
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            entries.add(entry(i));
        }
        return new Content(version, metadata, place(entries, alignment(metadata)));
    }

    private int version() {
        int magic = in.int32();
        if (magic == MAGIC_BIG_ENDIAN) {
            throw in.unsupported("expected a little-endian GGUF file, found a big-endian one; convert the model again");
        }
        if (magic != MAGIC) {
            throw in.invalid(String.format(
                    "expected a GGUF file, which begins with the bytes 47 47 55 46, found %02x %02x %02x %02x",
                    magic & 255, magic >>> 8 & 255, magic >>> 16 & 255, magic >>> 24));
        }
        int version = in.int32();
        if (version != 0 && (version & 0xffff) == 0) {
            throw in.unsupported("expected a little-endian GGUF file, found a big-endian one (its version reads as "
                    + Integer.toUnsignedString(version) + "); convert the model again");
        }
        if (version != 2 && version != 3) {
            throw in.unsupported("expected GGUF version 2 or 3, found " + Integer.toUnsignedString(version)
                    + "; convert the model again with a current converter");
        }
        return version;
    }

    private Object value(int type, String key, int depth) {
        return switch (type) {
            case 0 -> (long) Byte.toUnsignedInt(in.int8());
            case 1 -> (long) in.int8();
            case 2 -> (long) Short.toUnsignedInt(in.int16());
            case 3 -> (long) in.int16();
            case 4 -> Integer.toUnsignedLong(in.int32());
            case 5 -> (long) in.int32();
            case 6 -> (double) in.float32();
            case 7 -> in.bool("key " + key);
            case 8 -> in.string("key " + key);
            case 9 -> array(key, depth + 1);
            case 10, 11 -> in.int64(); // one above 2^63 reads as negative, which no key means
            case 12 -> in.float64();
            default -> throw unknownValueType(type, key);
        };
    }

    private Object array(String key, int depth) {
        if (depth > DEEPEST_ARRAY) {
            throw in.invalid(
                    "expected arrays at most " + DEEPEST_ARRAY + " deep in key " + key + ", found deeper ones");
        }
        int type = in.int32();
        int count = in.count(in.int64(), bytesOf(type, key), "elements in the array of key " + key);
        switch (type) {
            case 6, 12 -> {
                double[] numbers = new double[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = type == 6 ? in.float32() : in.float64();
                }
                return numbers;
            }
            case 7 -> {
                boolean[] flags = new boolean[count];
                for (int i = 0; i < count; i++) {
                    flags[i] = in.bool("key " + key);
                }
                return flags;
            }
            case 8 -> {
                List<String> strings = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    strings.add(in.string("key " + key));
                }
                return Collections.unmodifiableList(strings);
            }
            case 9 -> {
                Object[] arrays = new Object[count];
                for (int i = 0; i < count; i++) {
                    arrays[i] = array(key, depth + 1);
                }
                return arrays;
            }
            default -> {
                long[] integers = new long[count];
                for (int i = 0; i < count; i++) {
                    integers[i] = (Long) value(type, key, depth);
                }
                return integers;
            }
        }
    }

    /** Fewest bytes that a value of some type takes. */
    private int bytesOf(int type, String key) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 8, 10, 11, 12 -> 8;
            case 9 -> 12;
            default -> throw unknownValueType(type, key);
        };
    }

    private GreaterException unknownValueType(int type, String key) {
        return in.invalid(
                "expected a value type from 0 to 12 in key " + key + ", found " + Integer.toUnsignedString(type));
    }

    private Entry entry(int index) {
        String name = in.name("name of tensor " + index);
        int dimensions = in.int32();
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw in.invalid("expected 1 to " + MOST_DIMENSIONS + " dimensions of tensor " + name + ", found "
                    + Integer.toUnsignedString(dimensions));
        }
        long[] shape = new long[dimensions];
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = in.int64();
        }
        return new Entry(name, shape, in.int32(), in.int64());
    }

    private int alignment(GgufMetadata metadata) {
        OptionalLong alignment = metadata.integer("general.alignment");
        long value = alignment.orElse(32);
        if (value < 1 || value > 1 << 20 || Long.bitCount(value) != 1) {
            throw in.invalid(
                    "expected a power of two up to " + (1 << 20) + " in key general.alignment, found " + value);
        }
        return (int) value;
    }

    private Map<String, GgufTensor> place(List<Entry> entries, int alignment) {
        long dataStart = (in.position() + alignment - 1) & -alignment;
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        List<String> invalid = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        long end = in.position();
        for (Entry entry : entries) {
            GgmlType type = GgmlType.find(entry.typeId());
            if (type == null) {
                unsupported.add("tensor " + entry.name() + " has " + GgmlType.describe(entry.typeId()));
                continue;
            }
            long bytes = byteSize(entry, type, invalid);
            if (bytes < 0) {
                continue;
            }
            if (entry.relativeOffset() < 0
                    || entry.relativeOffset() % alignment != 0
                    || entry.relativeOffset() > Long.MAX_VALUE - dataStart - bytes) {
                invalid.add("tensor " + entry.name() + " begins at " + Long.toUnsignedString(entry.relativeOffset())
                        + ", which is no multiple of the alignment " + alignment + " within a file");
                continue;
            }
            long offset = dataStart + entry.relativeOffset();
            end = Math.max(end, offset + bytes);
            if (tensors.put(entry.name(), new GgufTensor(entry.name(), entry.shape(), type, offset, bytes)) != null) {
                invalid.add("tensor " + entry.name() + " stands in the directory twice");
            }
        }
        checkOverlap(tensors.values(), invalid);
        if (!invalid.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_MODEL, "Model file " + in.file(), some(invalid));
        }
        if (!unsupported.isEmpty()) {
            unsupported = some(unsupported);
            unsupported.add("expected " + GgmlType.supported() + "; take another quantisation of the model");
            throw GreaterException.ofAll(ErrorCode.UNSUPPORTED_MODEL, "Model file " + in.file(), unsupported);
        }
        if (end > in.size()) {
            throw in.truncated("at least " + end + " bytes");
        }
        return tensors;
    }

    /** Two tensors never share bytes; between them there may be some that align the next. */
    private static void checkOverlap(Collection<GgufTensor> tensors, List<String> problems) {
        List<GgufTensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(GgufTensor::offset));
        for (int i = 1; i < sorted.size(); i++) {
            GgufTensor before = sorted.get(i - 1);
            GgufTensor tensor = sorted.get(i);
            if (tensor.offset() < before.offset() + before.byteSize()) {
                problems.add("tensor " + tensor.name() + " begins at byte " + tensor.offset() + ", within tensor "
                        + before.name() + ", which ends at " + (before.offset() + before.byteSize()));
            }
        }
    }

    /** The first problems; one wrong number in a header may make thousands. */
    private static List<String> some(List<String> problems) {
        if (problems.size() <= NAMED_PROBLEMS) {
            return problems;
        }
        List<String> named = new ArrayList<>(problems.subList(0, NAMED_PROBLEMS));
        named.add("and " + (problems.size() - NAMED_PROBLEMS) + " more");
        return named;
    }

    /** Bytes of a tensor, or −1 and one more problem. */
    private static long byteSize(Entry entry, GgmlType type, List<String> problems) {
        long elements = 1;
        for (long length : entry.shape()) {
            if (length < 1 || elements > Long.MAX_VALUE / 64 / length) {
                problems.add("tensor " + entry.name() + " has a dimension of " + Long.toUnsignedString(length)
                        + ", or more elements than any file holds");
                return -1;
            }
            elements *= length;
        }
        long row = entry.shape()[entry.shape().length - 1];
        if (row % type.blockSize() != 0) {
            problems.add("tensor " + entry.name() + " has rows of " + row + " elements, expected a multiple of the "
                    + type.blockSize() + " in a block of " + type);
            return -1;
        }
        return elements / type.blockSize() * type.blockBytes();
    }
}
