package org.greater4j.torch.format;

/**
 * One entry of the tensor directory.
 *
 * @param name such as {@code blk.0.attn_q.weight}
 * @param shape in row-major order, that is, outermost first: [rows, row length] for a matrix (the file's own order, reversed)
 * @param type how the weights are stored
 * @param offset index of the first byte, counted from the start of the file
 * @param byteSize number of bytes
 */
public record GgufTensor(String name, long[] shape, GgmlType type, long offset, long byteSize) {
    /** Number of weights. */
    public long elements() {
        return byteSize / type.blockBytes() * type.blockSize();
    }

    /** Length of the innermost dimension; a multiple of the type's block size. */
    public long rowLength() {
        return shape[shape.length - 1];
    }
}
