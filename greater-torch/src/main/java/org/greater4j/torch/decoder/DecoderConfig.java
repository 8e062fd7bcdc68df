package org.greater4j.torch.decoder;

/**
 * The shape of a decoder.
 *
 * @param architecture family name, such as {@code llama}
 * @param vocabulary V
 * @param embedding E, size of the residual stream
 * @param layers number of blocks
 * @param heads H, query heads
 * @param keyValueHeads key and value heads; H is a multiple of it
 * @param headSize D
 * @param feedForward inner size of the gated feed-forward
 * @param normEpsilon added to the mean square in every norm
 * @param ropeBase base of the rotary frequencies
 * @param contextLength most tokens of a sequence
 */
public record DecoderConfig(
        String architecture,
        int vocabulary,
        int embedding,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForward,
        double normEpsilon,
        double ropeBase,
        int contextLength) {}
