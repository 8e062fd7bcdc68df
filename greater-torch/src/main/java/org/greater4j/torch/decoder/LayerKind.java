package org.greater4j.torch.decoder;

/**
 * What may differ between the blocks of one decoder.
 *
 * @param windowed whether a token sees only the last {@link DecoderConfig#window} tokens
 * @param rope index of its rotary embedding among {@link DecoderConfig#ropes}; -1 for none
 */
public record LayerKind(boolean windowed, int rope) {
    /** A block without rotary embedding. */
    public static final int NO_ROPE = -1;

    /** Sees everything before it and turns by the first rotary embedding. */
    public static final LayerKind FULL = new LayerKind(false, 0);

    /** Sees a window and turns by the first rotary embedding. */
    public static final LayerKind WINDOWED = new LayerKind(true, 0);
}
