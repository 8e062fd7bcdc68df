package org.greater4j.torch.format;

/** Decodes consecutive blocks of one type to float32. */
@FunctionalInterface
interface BlockDecoder {
    /**
     * Decodes {@code blocks} blocks; the loop over them is the decoder's, so that it is compiled with the block's layout known.
     *
     * @param source raw bytes, little-endian
     * @param at index of the first block's first byte
     * @param target takes {@code blocks * blockSize} values from {@code to} on
     */
    void decode(byte[] source, int at, float[] target, int to, int blocks);
}
