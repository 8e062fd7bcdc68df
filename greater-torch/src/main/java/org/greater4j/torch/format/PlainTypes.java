package org.greater4j.torch.format;

/** Decoders of the types that are not quantised; a block is one number. */
final class PlainTypes {
    private PlainTypes() {}

    static void f32(byte[] source, int at, float[] target, int to, int blocks) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = Float.intBitsToFloat(LittleEndian.int32(source, at + 4 * i));
        }
    }

    static void f16(byte[] source, int at, float[] target, int to, int blocks) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = LittleEndian.float16(source, at + 2 * i);
        }
    }

    /** The upper half of a float32. */
    static void bf16(byte[] source, int at, float[] target, int to, int blocks) {
        for (int i = 0; i < blocks; i++) {
            target[to + i] = Float.intBitsToFloat(LittleEndian.int16(source, at + 2 * i) << 16);
        }
    }
}
