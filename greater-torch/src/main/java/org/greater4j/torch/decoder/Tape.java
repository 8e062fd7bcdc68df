package org.greater4j.torch.decoder;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass over M packed tokens leaves behind for its backward pass; lives in the scope that it was recorded in.
 *
 * <p>Norms and the activation are computed again from their inputs: they cost little, and memory decides how many tokens fit.
 *
 * @param hidden the result [M, E], before the final norm
 * @param rotations one for each rotary embedding of the decoder
 */
public record Tape(
        Tensor hidden, List<Layer> layers, AttentionPlan plan, List<Rotation> rotations, KeyValueCache cache) {
    /**
     * One block.
     *
     * @param input the residual stream before it [M, E]
     * @param projected queries, keys and values [M, H + 2 · key-value heads, D] before their norm, where there is one
     * @param attention one entry per group of the plan
     * @param attended the product behind attention [M, E], where a norm follows
     * @param middle the residual stream between its halves [M, E]
     * @param gateUp both products of the feed-forward [M, 2 · F]
     * @param fed the feed-forward's last product [M, E], where a norm follows
     */
    record Layer(
            Tensor input,
            @Nullable Tensor projected,
            List<Attention.Saved> attention,
            @Nullable Tensor attended,
            Tensor middle,
            Tensor gateUp,
            @Nullable Tensor fed) {
        /** Hands what was made in the block's own scope to a longer one; the input belongs to one already. */
        void keep(Consumer<Pointer> keeper) {
            for (Attention.Saved saved : attention) {
                keeper.accept(saved.queries());
                keeper.accept(saved.output());
                if (saved.logSumExp() != null) {
                    keeper.accept(saved.logSumExp());
                }
            }
            keeper.accept(middle);
            keeper.accept(gateUp);
            Stream.of(projected, attended, fed).filter(Objects::nonNull).forEach(keeper);
        }
    }
}
