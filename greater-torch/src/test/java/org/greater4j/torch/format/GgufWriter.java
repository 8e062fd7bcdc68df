package org.greater4j.torch.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes small GGUF files for tests, sound ones by its typed methods and damaged ones by the raw bytes.
 *
 * <pre>{@code
 * new GgufWriter()
 *     .string("general.architecture", "llama")
 *     .integer("llama.block_count", 2)
 *     .f32("output_norm.weight", new long[] {64}, weights)
 *     .write(folder.resolve("tiny.gguf"));
 * }</pre>
 */
public final class GgufWriter {
    private record Tensor(String name, long[] shape, int type, byte[] data) {}

    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private int pairCount;
    private int version = 3;
    private int alignment = 32;

    public GgufWriter version(int number) {
        version = number;
        return this;
    }

    /** Sets and writes {@code general.alignment}. */
    public GgufWriter alignment(int bytes) {
        alignment = bytes;
        return integer("general.alignment", bytes);
    }

    public GgufWriter string(String key, String value) {
        key(key, 8);
        text(value);
        return this;
    }

    /** A uint32 if it fits, else an int64. */
    public GgufWriter integer(String key, long value) {
        if (value >= 0 && value < 1L << 32) {
            key(key, 4);
            int32((int) value);
        } else {
            key(key, 11);
            int64(value);
        }
        return this;
    }

    public GgufWriter number(String key, float value) {
        key(key, 6);
        int32(Float.floatToIntBits(value));
        return this;
    }

    public GgufWriter flag(String key, boolean value) {
        key(key, 7);
        pairs.write(value ? 1 : 0);
        return this;
    }

    public GgufWriter strings(String key, List<String> values) {
        array(key, 8, values.size());
        values.forEach(this::text);
        return this;
    }

    public GgufWriter integers(String key, int... values) {
        array(key, 5, values.length);
        for (int value : values) {
            int32(value);
        }
        return this;
    }

    public GgufWriter numbers(String key, float... values) {
        array(key, 6, values.length);
        for (float value : values) {
            int32(Float.floatToIntBits(value));
        }
        return this;
    }

    /** A pair with any value type and bytes, sound or not. */
    public GgufWriter raw(String key, int type, byte... value) {
        key(key, type);
        pairs.writeBytes(value);
        return this;
    }

    /** A float32 tensor; {@code shape} in row-major order. */
    public GgufWriter f32(String name, long[] shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return tensor(name, shape, GgmlType.F32.id(), data.array());
    }

    /** A tensor rounded to Q8_0, whose scale is a power of two here, so that small whole numbers survive. */
    public GgufWriter q8of0(String name, long[] shape, float... values) {
        if (values.length % 32 != 0) {
            throw new IllegalArgumentException("Q8_0 needs whole blocks of 32");
        }
        ByteBuffer data = ByteBuffer.allocate(values.length / 32 * 34).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += 32) {
            float largest = 0;
            for (int i = at; i < at + 32; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            int exponent = largest == 0 ? -14 : Math.max(-14, Math.getExponent(largest) - 6);
            if (exponent > 15) {
                throw new IllegalArgumentException(String.format(Locale.ROOT, "%g is too large for Q8_0", largest));
            }
            data.putShort((short) ((exponent + 15) << 10));
            for (int i = at; i < at + 32; i++) {
                data.put((byte) Math.max(-128, Math.min(127, Math.round(Math.scalb(values[i], -exponent)))));
            }
        }
        return tensor(name, shape, GgmlType.Q8_0.id(), data.array());
    }

    /** A tensor with any type number and bytes; {@code shape} in row-major order. */
    public GgufWriter tensor(String name, long[] shape, int type, byte[] data) {
        tensors.add(new Tensor(name, shape, type, data));
        return this;
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        Bytes header = new Bytes();
        header.int32(0x46554747).int32(version).int64(tensors.size()).int64(pairCount);
        header.out.writeBytes(pairs.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            header.text(tensor.name).int32(tensor.shape.length);
            for (int i = tensor.shape.length - 1; i >= 0; i--) {
                header.int64(tensor.shape[i]);
            }
            header.int32(tensor.type).int64(offset);
            offset += padded(tensor.data.length);
        }
        header.pad(padded(header.out.size()));
        for (Tensor tensor : tensors) {
            header.out.writeBytes(tensor.data);
            header.pad(padded(header.out.size()));
        }
        return header.out.toByteArray();
    }

    private int padded(int size) {
        return (size + alignment - 1) / alignment * alignment;
    }

    private void key(String key, int type) {
        pairCount++;
        text(key);
        int32(type);
    }

    private void array(String key, int type, int count) {
        key(key, 9);
        int32(type);
        int64(count);
    }

    private void text(String value) {
        pairs.writeBytes(new Bytes().text(value).out.toByteArray());
    }

    private void int32(int value) {
        pairs.writeBytes(new Bytes().int32(value).out.toByteArray());
    }

    private void int64(long value) {
        pairs.writeBytes(new Bytes().int64(value).out.toByteArray());
    }

    private static final class Bytes {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes int32(int value) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(value >>> shift);
            }
            return this;
        }

        Bytes int64(long value) {
            return int32((int) value).int32((int) (value >>> 32));
        }

        Bytes text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            int64(utf8.length).out.writeBytes(utf8);
            return this;
        }

        void pad(int size) {
            while (out.size() < size) {
                out.write(0);
            }
        }
    }
}
