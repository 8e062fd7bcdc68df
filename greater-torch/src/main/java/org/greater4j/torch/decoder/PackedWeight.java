package org.greater4j.torch.decoder;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** One matrix packed as the decoder packs its weights: for measurements of what such products can reach. */
public final class PackedWeight implements AutoCloseable {
    private final Tensor weight;
    private final PackedProducts products;

    private PackedWeight(Tensor weight, PackedProducts products) {
        this.weight = weight;
        this.products = products;
    }

    /** Packs a matrix [out, in], which stays the caller's; null where this build of libtorch can't. */
    public static @Nullable PackedWeight of(Tensor weight) {
        PackedProducts products = PackedProducts.of(List.of(weight));
        return products == null ? null : new PackedWeight(weight, products);
    }

    /** {@code input · weightᵀ}: [rows, in] to [rows, out]. */
    public Tensor multiply(Tensor input) {
        return products.linear(input, weight);
    }

    @Override
    public void close() {
        products.close();
    }
}
