package org.greater4j.torch.format;

/**
 * Decoders of the quantisations in super-blocks of 256 weights ("k-quants"): sub-blocks of 16 or 32 with a small integer scale each (in
 * some also a minimum), which one float16 per super-block turns into a number.
 */
final class SuperBlocks {
    private SuperBlocks() {}

    /** 16 bytes of scale | minimum · 16, 64 bytes of two-bit weights, d, dmin. */
    static void q2k(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 84) {
            float scale = LittleEndian.float16(source, at + 80);
            float minimum = LittleEndian.float16(source, at + 82);
            for (int sub = 0; sub < 16; sub++, to += 16) {
                int bits = at + 16 + (sub >> 3) * 32 + (sub & 1) * 16;
                int shift = (sub >> 1 & 3) * 2;
                float subScale = scale * (source[at + sub] & 15);
                float subMinimum = minimum * (source[at + sub] >> 4 & 15);
                for (int i = 0; i < 16; i++) {
                    target[to + i] = subScale * (source[bits + i] >> shift & 3) - subMinimum;
                }
            }
        }
    }

    /** 32 bytes of third bits (unset: minus four), 64 bytes of two-bit weights, 12 bytes of six-bit scales, d. */
    static void q3k(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 110) {
            float scale = LittleEndian.float16(source, at + 108);
            for (int sub = 0; sub < 16; sub++, to += 16) {
                int low = sub < 8 ? source[at + 96 + sub] & 15 : source[at + 96 + sub - 8] >> 4 & 15;
                int high = source[at + 104 + (sub & 3)] >> (2 * (sub >> 2)) & 3;
                float subScale = scale * ((low | (high << 4)) - 32);
                int half = (sub & 1) * 16;
                int bits = at + 32 + (sub >> 3) * 32 + half;
                int shift = (sub >> 1 & 3) * 2;
                int third = sub >> 1;
                for (int i = 0; i < 16; i++) {
                    int offset = (source[at + half + i] >> third & 1) == 0 ? 4 : 0;
                    target[to + i] = subScale * ((source[bits + i] >> shift & 3) - offset);
                }
            }
        }
    }

    /** d, dmin, 12 bytes of six-bit scales and minima, 128 bytes of four-bit weights. */
    static void q4k(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 144) {
            float scale = LittleEndian.float16(source, at);
            float minimum = LittleEndian.float16(source, at + 2);
            for (int sub = 0; sub < 8; sub++, to += 32) {
                float subScale = scale * sixBitScale(source, at + 4, sub);
                float subMinimum = minimum * sixBitMinimum(source, at + 4, sub);
                int bits = at + 16 + (sub >> 1) * 32;
                int shift = (sub & 1) * 4;
                for (int i = 0; i < 32; i++) {
                    target[to + i] = subScale * (source[bits + i] >> shift & 15) - subMinimum;
                }
            }
        }
    }

    /** As {@link #q4k}, with 32 bytes of fifth bits before the weights. */
    static void q5k(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 176) {
            float scale = LittleEndian.float16(source, at);
            float minimum = LittleEndian.float16(source, at + 2);
            for (int sub = 0; sub < 8; sub++, to += 32) {
                float subScale = scale * sixBitScale(source, at + 4, sub);
                float subMinimum = minimum * sixBitMinimum(source, at + 4, sub);
                int bits = at + 48 + (sub >> 1) * 32;
                int shift = (sub & 1) * 4;
                for (int i = 0; i < 32; i++) {
                    int weight = (source[bits + i] >> shift & 15) | ((source[at + 16 + i] >> sub & 1) << 4);
                    target[to + i] = subScale * weight - subMinimum;
                }
            }
        }
    }

    /** 128 bytes of lower and 64 of upper bits, 16 signed scales, d: d · scale · (q − 32). */
    static void q6k(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 210) {
            float scale = LittleEndian.float16(source, at + 208);
            for (int sub = 0; sub < 16; sub++, to += 16) {
                float subScale = scale * source[at + 192 + sub];
                int half = sub >> 3;
                int low = at + half * 64 + (sub & 3) * 16;
                int lowShift = (sub >> 2 & 1) * 4;
                int high = at + 128 + half * 32 + (sub & 1) * 16;
                int highShift = (sub >> 1 & 3) * 2;
                for (int i = 0; i < 16; i++) {
                    int weight = (source[low + i] >> lowShift & 15) | ((source[high + i] >> highShift & 3) << 4);
                    target[to + i] = subScale * (weight - 32);
                }
            }
        }
    }

    /** d, 16 bits and 4 bytes that make eight six-bit scales, 128 bytes of levels. */
    static void iq4xs(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 136) {
            float scale = LittleEndian.float16(source, at);
            int high = LittleEndian.int16(source, at + 2);
            for (int sub = 0; sub < 8; sub++, to += 32) {
                int subScale = (source[at + 4 + (sub >> 1)] >> (4 * (sub & 1)) & 15) | ((high >> (2 * sub) & 3) << 4);
                SmallBlocks.nonLinear(source, at + 8 + 16 * sub, target, to, scale * (subScale - 32));
            }
        }
    }

    /** Twelve bytes hold eight scales and eight minima: 0–3 in the lower six bits, 4–7 in nibbles and the two bits left over. */
    private static int sixBitScale(byte[] source, int at, int sub) {
        return sub < 4 ? source[at + sub] & 63 : (source[at + sub + 4] & 15) | ((source[at + sub - 4] >> 6 & 3) << 4);
    }

    private static int sixBitMinimum(byte[] source, int at, int sub) {
        return sub < 4
                ? source[at + sub + 4] & 63
                : (source[at + sub + 4] >> 4 & 15) | ((source[at + sub] >> 6 & 3) << 4);
    }
}
