package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;

/** One matrix packed as the decoder packs its weights: for measurements of what such products can reach. */
public final class PackedWeight implements AutoCloseable {
    private final Owner owner = new Owner();
    private final IValue packed;

    private PackedWeight(Tensor weight) {
        this.packed = TensorScope.call(() -> owner.keep(new IValue(Operators.pack(weight, weight.size(0)))));
    }

    /** Packs a matrix [out, in], which stays the caller's; null where this build or processor can't. */
    public static @Nullable PackedWeight of(Tensor weight) {
        if (!Operators.canPack()) {
            return null;
        }
        try {
            return new PackedWeight(weight);
        } catch (RuntimeException e) {
            // libtorch refuses types that the processor has no instructions for
            return null;
        }
    }

    /** {@code input · weightᵀ}: [rows, in] to [rows, out]. */
    public Tensor multiply(Tensor input) {
        return Operators.packedLinear(input, packed, null);
    }

    @Override
    public void close() {
        owner.close();
    }
}
