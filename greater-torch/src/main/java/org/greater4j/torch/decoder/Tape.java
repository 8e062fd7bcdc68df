package org.greater4j.torch.decoder;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/**
 * What a forward pass over M packed tokens leaves behind for its backward pass; lives in the scope that it was recorded in.
 *
 * <p>Norms and the activation are computed again from their inputs: they cost little, and memory decides how many tokens fit.
 *
 * @param hidden the result [M, E], before the final norm
 */
public record Tape(Tensor hidden, List<Layer> layers, AttentionPlan plan, Rotation rotation, KeyValueCache cache) {
    /**
     * One block.
     *
     * @param input the residual stream before it [M, E]
     * @param attention one entry per group of the plan
     * @param middle the residual stream between its halves [M, E]
     * @param gateUp both products of the feed-forward [M, 2 · F]
     */
    record Layer(Tensor input, List<Attention.Saved> attention, Tensor middle, Tensor gateUp) {
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
        }
    }
}
