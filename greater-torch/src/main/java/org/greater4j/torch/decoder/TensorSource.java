package org.greater4j.torch.decoder;

/** Where weights come from: a file, or random numbers in a test. */
public interface TensorSource {
    boolean has(String name);

    /**
     * The shape of a tensor in row-major order.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_MODEL}) naming the tensor and the file if it is not there
     */
    long[] shape(String name);

    /** How many tensors there are; far too many where nobody knows. */
    default int tensors() {
        return 1 << 20;
    }

    /** The most elements that any tensor has; far too many where nobody knows. */
    default long mostElements() {
        return Long.MAX_VALUE;
    }

    /** Reads {@code count} values from {@code first} on, in row-major order, into the start of {@code target}. */
    void read(String name, long first, float[] target, int count);

    /** Names the file in messages. */
    String description();
}
