package org.greater4j.torch.decoder;

import java.util.IdentityHashMap;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matrix products with weights that oneDNN packed once, in float32 and forward only: the operator has no derivative.
 *
 * <p>libtorch's own float32 product goes to OpenBLAS, whose threads fight those of OpenMP over the cores; beside a busy neighbour it
 * collapses. OpenBLAS is therefore held to one thread, and what needs no derivative goes through here with all of them. The
 * packed copies take as much memory again as the weights.
 */
final class PackedProducts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackedProducts.class);
    /** Rows of a product that the packing is made for; other numbers work as well. */
    private static final long TYPICAL_ROWS = 64;

    private final Owner owner = new Owner();
    private final IdentityHashMap<Tensor, Tensor> packed = new IdentityHashMap<>();
    private final OperatorHandle linear;
    private final GenericList noScalars;

    private PackedProducts(OperatorHandle linear, GenericList noScalars) {
        this.linear = linear;
        this.noScalars = noScalars;
    }

    /** Packs all matrices, or returns null where this build of libtorch lacks the operators. */
    static @Nullable PackedProducts of(Iterable<Tensor> weights) {
        PackedProducts products = null;
        try {
            products = TensorScope.call(() -> {
                OperatorHandle operator = Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "");
                operator.retainReference();
                GenericList empty = new GenericList(torch.parseSchema("f(Scalar?[] s) -> ()")
                        .arguments()
                        .type()
                        .get()
                        .containedType(0));
                empty.retainReference();
                return new PackedProducts(operator, empty);
            });
            for (Tensor weight : weights) {
                products.pack(weight);
            }
            return products;
        } catch (RuntimeException e) {
            LOG.debug("no packed products in this build of libtorch", e);
            if (products != null) {
                products.close();
            }
            return null;
        }
    }

    /** Whether a matrix was packed. */
    boolean has(Tensor weight) {
        return packed.containsKey(weight);
    }

    /** {@code input · weightᵀ} for a packed weight. */
    Tensor linear(Tensor input, Tensor weight) {
        IValueVector stack = new IValueVector();
        stack.push_back(new IValue(input));
        stack.push_back(new IValue(packed.get(weight)));
        stack.push_back(new IValue());
        stack.push_back(new IValue("none"));
        stack.push_back(new IValue(noScalars));
        stack.push_back(new IValue(""));
        linear.callBoxed(stack);
        // the stack lends its tensor; a new handle outlives it
        return new Tensor(stack.get(0).toTensor());
    }

    @Override
    public void close() {
        packed.clear();
        owner.close();
        linear.releaseReference();
        noScalars.releaseReference();
    }

    private void pack(Tensor weight) {
        if (packed.containsKey(weight)) {
            return;
        }
        TensorScope.run(() -> {
            OperatorHandle reorder = Dispatcher.singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "");
            IValueVector stack = new IValueVector();
            stack.push_back(new IValue(weight));
            stack.push_back(new IValue(TYPICAL_ROWS));
            reorder.callBoxed(stack);
            packed.put(weight, owner.keep(new Tensor(stack.get(0).toTensor())));
        });
    }
}
