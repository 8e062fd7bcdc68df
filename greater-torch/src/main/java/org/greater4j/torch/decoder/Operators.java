package org.greater4j.torch.decoder;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators of libtorch that have no method of their own in Java, called by name.
 *
 * <p>Handles and constant arguments are made once for the life of the process: they belong to the library, not to a model.
 */
final class Operators {
    private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

    private static final IValue NONE = kept(IValue::new);
    private static final IValue NO_DROPOUT = kept(() -> new IValue(0.0));
    private static final IValue NOT_CAUSAL = kept(() -> new IValue(false));
    private static final IValue NO_ACTIVATION = kept(() -> new IValue("none"));
    private static final IValue NO_ALGORITHM = kept(() -> new IValue(""));
    private static final IValue NO_SCALARS = kept(() -> new IValue(new GenericList(
            torch.parseSchema("f(Scalar?[] s) -> ()").arguments().type().get().containedType(0))));

    private static final @Nullable OperatorHandle LINEAR = find("mkldnn::_linear_pointwise");
    private static final @Nullable OperatorHandle REORDER = find("mkldnn::_reorder_linear_weight");
    private static final @Nullable OperatorHandle FLASH = find("aten::_scaled_dot_product_flash_attention_for_cpu");
    private static final @Nullable OperatorHandle FLASH_BACKWARD =
            find("aten::_scaled_dot_product_flash_attention_for_cpu_backward");

    private Operators() {}

    /** Whether this build can pack matrices. */
    static boolean canPack() {
        return LINEAR != null && REORDER != null;
    }

    /** A copy of a matrix [out, in] in the order that oneDNN likes best for about so many rows of input. */
    static Tensor pack(Tensor matrix, long typicalRows) {
        return call(required(REORDER), new IValue(matrix), new IValue(typicalRows));
    }

    /** {@code input · matrixᵀ + bias} for a packed matrix [out, in] and a bias [out], wrapped once by their owner. No derivative. */
    static Tensor packedLinear(Tensor input, IValue packed, @Nullable IValue bias) {
        return call(
                required(LINEAR),
                new IValue(input),
                packed,
                bias == null ? NONE : bias,
                NO_ACTIVATION,
                NO_SCALARS,
                NO_ALGORITHM);
    }

    /** Attention's result and the logarithm of the sum of its exponentials, which the backward pass needs. */
    record Flash(Tensor output, Tensor logSumExp) {}

    /**
     * Fused attention of queries [B, H, T, D] to keys and values [B, H, S, D] under an additive mask.
     *
     * @param scale of the scores, wrapped once by its owner; null for 1/√D
     */
    static Flash flash(Tensor queries, Tensor keys, Tensor values, Tensor mask, @Nullable IValue scale) {
        IValueVector stack = stack(
                new IValue(queries),
                new IValue(keys),
                new IValue(values),
                NO_DROPOUT,
                NOT_CAUSAL,
                new IValue(mask),
                scale == null ? NONE : scale);
        required(FLASH).callBoxed(stack);
        return new Flash(result(stack, 0), result(stack, 1));
    }

    /** Derivatives of fused attention at queries, keys and values. */
    record FlashGradient(Tensor queries, Tensor keys, Tensor values) {}

    /** The backward pass of {@link #flash}. */
    static FlashGradient flashBackward(
            Tensor gradient,
            Tensor queries,
            Tensor keys,
            Tensor values,
            Flash forward,
            Tensor mask,
            @Nullable IValue scale) {
        IValueVector stack = stack(
                new IValue(gradient),
                new IValue(queries),
                new IValue(keys),
                new IValue(values),
                new IValue(forward.output),
                new IValue(forward.logSumExp),
                NO_DROPOUT,
                NOT_CAUSAL,
                new IValue(mask),
                scale == null ? NONE : scale);
        required(FLASH_BACKWARD).callBoxed(stack);
        return new FlashGradient(result(stack, 0), result(stack, 1), result(stack, 2));
    }

    private static Tensor call(OperatorHandle operator, IValue... arguments) {
        IValueVector stack = stack(arguments);
        operator.callBoxed(stack);
        return result(stack, 0);
    }

    private static IValueVector stack(IValue... arguments) {
        return new IValueVector(arguments);
    }

    // the stack lends its tensors; a new handle outlives it
    private static Tensor result(IValueVector stack, int index) {
        return new Tensor(stack.get(index).toTensor());
    }

    private static OperatorHandle required(@Nullable OperatorHandle operator) {
        if (operator == null) {
            throw new IllegalStateException("expected an operator that this build of libtorch lacks");
        }
        return operator;
    }

    private static IValue kept(Supplier<IValue> constant) {
        return TensorScope.call(() -> {
            IValue value = constant.get();
            value.retainReference();
            return value;
        });
    }

    private static @Nullable OperatorHandle find(String name) {
        try {
            return TensorScope.call(() -> {
                OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
                handle.retainReference();
                return handle;
            });
        } catch (RuntimeException e) {
            LOG.debug("{} is missing in this build of libtorch", name, e);
            return null;
        }
    }
}
