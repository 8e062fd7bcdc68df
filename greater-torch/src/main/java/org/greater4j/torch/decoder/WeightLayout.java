package org.greater4j.torch.decoder;

/** In which form a decoder keeps its matrices; each form takes the memory of the weights again. */
public enum WeightLayout {
    /** As libtorch reads them: for {@link Decoder#forward} with a graph, and for processors that can't pack. */
    PLAIN,
    /** Packed, forward and transposed: for everything but {@link Decoder#forward}. */
    PACKED,
    /** Both, so that the two can be compared. */
    BOTH
}
