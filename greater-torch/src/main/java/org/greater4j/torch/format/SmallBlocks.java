package org.greater4j.torch.format;

/**
 * Decoders of the quantisations in blocks of 32: one float16 scale d, in the {@code _1} types also a float16 minimum m, and 4, 5 or 8
 * bits a weight. The lower halves of the bytes hold the weights 0–15, the upper halves 16–31.
 */
final class SmallBlocks {
    /** The sixteen levels of IQ4_NL and IQ4_XS: steps grow with the distance from zero. */
    static final byte[] NON_LINEAR_LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    private SmallBlocks() {}

    /** d, 16 bytes: d · (q − 8). */
    static void q4of0(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 18, to += 32) {
            float scale = LittleEndian.float16(source, at);
            for (int i = 0; i < 16; i++) {
                int pair = source[at + 2 + i];
                target[to + i] = ((pair & 15) - 8) * scale;
                target[to + 16 + i] = (((pair >> 4) & 15) - 8) * scale;
            }
        }
    }

    /** d, m, 16 bytes: d · q + m. */
    static void q4of1(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 20, to += 32) {
            float scale = LittleEndian.float16(source, at);
            float minimum = LittleEndian.float16(source, at + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[at + 4 + i];
                target[to + i] = (pair & 15) * scale + minimum;
                target[to + 16 + i] = ((pair >> 4) & 15) * scale + minimum;
            }
        }
    }

    /** d, 32 fifth bits, 16 bytes: d · (q − 16). */
    static void q5of0(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 22, to += 32) {
            float scale = LittleEndian.float16(source, at);
            int fifth = LittleEndian.int32(source, at + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[at + 6 + i];
                target[to + i] = (((pair & 15) | (fifth >>> i & 1) << 4) - 16) * scale;
                target[to + 16 + i] = (((pair >> 4 & 15) | (fifth >>> (i + 16) & 1) << 4) - 16) * scale;
            }
        }
    }

    /** d, m, 32 fifth bits, 16 bytes: d · q + m. */
    static void q5of1(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 24, to += 32) {
            float scale = LittleEndian.float16(source, at);
            float minimum = LittleEndian.float16(source, at + 2);
            int fifth = LittleEndian.int32(source, at + 4);
            for (int i = 0; i < 16; i++) {
                int pair = source[at + 8 + i];
                target[to + i] = ((pair & 15) | (fifth >>> i & 1) << 4) * scale + minimum;
                target[to + 16 + i] = ((pair >> 4 & 15) | (fifth >>> (i + 16) & 1) << 4) * scale + minimum;
            }
        }
    }

    /** d, 32 signed bytes: d · q. */
    static void q8of0(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 34, to += 32) {
            float scale = LittleEndian.float16(source, at);
            for (int i = 0; i < 32; i++) {
                target[to + i] = source[at + 2 + i] * scale;
            }
        }
    }

    /** d, 16 bytes: d · level(q). */
    static void iq4nl(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 18, to += 32) {
            nonLinear(source, at + 2, target, to, LittleEndian.float16(source, at));
        }
    }

    /** Sixteen bytes of levels to 32 weights. */
    static void nonLinear(byte[] source, int at, float[] target, int to, float scale) {
        for (int i = 0; i < 16; i++) {
            int pair = source[at + i];
            target[to + i] = NON_LINEAR_LEVELS[pair & 15] * scale;
            target[to + 16 + i] = NON_LINEAR_LEVELS[pair >> 4 & 15] * scale;
        }
    }
}
