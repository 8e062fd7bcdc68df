package org.greater4j.torch.decoder;

import java.util.Collections;
import java.util.List;

/**
 * The shape of a decoder and everything in which the families differ; {@link DecoderConfigBuilder} makes it.
 *
 * @param architecture family name, such as {@code llama}
 * @param vocabulary V
 * @param embedding E, size of the residual stream
 * @param heads H, query heads
 * @param keyValueHeads key and value heads; H is a multiple of it
 * @param headSize D
 * @param feedForward inner size of the gated feed-forward
 * @param contextLength most tokens of a sequence
 * @param layerKinds one a block
 * @param ropes the rotary embeddings that blocks choose from
 * @param window tokens that a windowed block's token sees, its own included; 0 where no block is windowed
 * @param norms where blocks norm
 * @param normEpsilon added to the mean square in every norm
 * @param queryKeyNorm how queries and keys are normed before they turn
 * @param attentionBias whether the products to queries, keys and values add a bias
 * @param outputBias whether the product behind attention does
 * @param feedForwardBias whether the products of the feed-forward do
 * @param activation of the feed-forward's gate
 * @param queryScale what scores are multiplied by; 1/√D in most families
 * @param scoreCap scores are squeezed into (-cap, cap) by a hyperbolic tangent; 0 where they are not
 * @param logitCap the same for logits
 * @param embeddingScale what embeddings are multiplied by
 */
public record DecoderConfig(
        String architecture,
        int vocabulary,
        int embedding,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForward,
        int contextLength,
        List<LayerKind> layerKinds,
        List<Rope> ropes,
        int window,
        NormPlacement norms,
        double normEpsilon,
        QueryKeyNorm queryKeyNorm,
        boolean attentionBias,
        boolean outputBias,
        boolean feedForwardBias,
        Activation activation,
        double queryScale,
        double scoreCap,
        double logitCap,
        double embeddingScale) {
    public DecoderConfig {
        layerKinds = List.copyOf(layerKinds);
        ropes = List.copyOf(ropes);
        for (LayerKind kind : layerKinds) {
            if (kind.rope() >= ropes.size() || (kind.windowed() && window < 1)) {
                throw new IllegalArgumentException(
                        "expected a block of " + ropes.size() + " ropes and a window of " + window + ", found " + kind);
            }
        }
        for (Rope rope : ropes) {
            int pairs = rope.frequencies().size();
            if (pairs * 2 > headSize || pairs != ropes.get(0).frequencies().size()) {
                throw new IllegalArgumentException(
                        "expected at most " + headSize / 2 + " pairs that turn, as many in every rope, found " + pairs);
            }
        }
    }

    /** A decoder as Llama's: the plainest. */
    public static DecoderConfig llama(
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
            int contextLength) {
        return new DecoderConfigBuilder(architecture)
                .vocabulary(vocabulary)
                .embedding(embedding)
                .heads(heads, keyValueHeads, headSize)
                .feedForward(feedForward)
                .normEpsilon(normEpsilon)
                .contextLength(contextLength)
                .layers(Collections.nCopies(layers, LayerKind.FULL))
                .ropes(Rope.of(ropeBase, headSize))
                .build();
    }

    /** Number of blocks. */
    public int layers() {
        return layerKinds.size();
    }

    /** Numbers of a head that turn; the same in all rotary embeddings. */
    int rotated() {
        return ropes.isEmpty() ? headSize : 2 * ropes.get(0).frequencies().size();
    }
}
