package org.greater4j.torch.family;

import org.greater4j.torch.decoder.TensorSource;

/**
 * What a file's tensors allow its metadata to say; without it, one number there could ask for any amount of memory.
 *
 * @param blocks most blocks of layers: each has at least one tensor
 * @param size most rows or columns of a matrix
 */
record FileBounds(int blocks, int size) {
    /** No model is near to it, and sums of a few such sizes are still integers. */
    private static final int LARGEST_SIZE = 1 << 28;

    static FileBounds of(TensorSource source) {
        return new FileBounds(source.tensors(), (int) Math.min(LARGEST_SIZE, source.mostElements()));
    }

    boolean allow(int heads, int headSize) {
        return (long) heads * headSize <= size;
    }
}
