package org.greater4j.torch.format;

/** Decoders of the weights −1, 0, 1 in blocks of 256 with one float16 scale. */
final class TernaryBlocks {
    private TernaryBlocks() {}

    /** Five weights a byte in base three (32, then 16 bytes at a time), four a byte in the last four bytes; then d. */
    static void tq1(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 54, to += 256) {
            float scale = LittleEndian.float16(source, at + 52);
            baseThree(source, at, 32, 5, target, to, scale);
            baseThree(source, at + 32, 16, 5, target, to + 160, scale);
            baseThree(source, at + 48, 4, 4, target, to + 240, scale);
        }
    }

    private static void baseThree(byte[] source, int at, int bytes, int digits, float[] target, int to, float scale) {
        int power = 1;
        for (int digit = 0; digit < digits; digit++, power *= 3, to += bytes) {
            for (int i = 0; i < bytes; i++) {
                int rotated = source[at + i] * power & 255;
                target[to + i] = (((rotated * 3) >> 8) - 1) * scale;
            }
        }
    }

    /** Four weights a byte, 32 bytes at a time; then d. */
    static void tq2(byte[] source, int at, float[] target, int to, int blocks) {
        for (int block = 0; block < blocks; block++, at += 66) {
            float scale = LittleEndian.float16(source, at + 64);
            for (int part = 0; part < 8; part++, to += 32) {
                int bits = at + (part >> 2) * 32;
                int shift = (part & 3) * 2;
                for (int i = 0; i < 32; i++) {
                    target[to + i] = ((source[bits + i] >> shift & 3) - 1) * scale;
                }
            }
        }
    }
}
