package org.greater4j.torch.format;

/**
 * One tensor of a safetensors file.
 *
 * @param name such as {@code model.layers.0.self_attn.q_proj.weight}
 * @param type how the numbers are stored
 * @param shape in row-major order, that is, outermost first; empty for a single number
 * @param offset index of the first byte, counted from the start of the file
 * @param byteSize number of bytes
 */
public record SafetensorsTensor(String name, SafetensorsType type, long[] shape, long offset, long byteSize) {
    /** Number of weights. */
    public long elements() {
        long elements = 1;
        for (long length : shape) {
            elements *= length;
        }
        return elements;
    }
}
