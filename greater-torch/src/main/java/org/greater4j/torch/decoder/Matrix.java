package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A frozen matrix [out, in] that rows of hidden states are multiplied with, forward and backward.
 *
 * <p>libtorch's own float32 product goes to OpenBLAS, whose threads fight those of OpenMP over the cores. So a matrix is packed for
 * oneDNN once as it is and once transposed; the packed product has no derivative, which is why the backward pass is written out
 * ({@link BackwardPass}). Where this build or processor can't pack, the plain matrix serves.
 */
final class Matrix {
    private static final Logger LOG = LoggerFactory.getLogger(Matrix.class);

    /** Rows of a product that the packing is made for; other numbers work as well. */
    private static final long TYPICAL_ROWS = 512;

    private final Precision precision;
    private final @Nullable Tensor plain;
    private final @Nullable Tensor bias;
    private final @Nullable IValue packedBias;
    private final @Nullable IValue packed;
    private final @Nullable IValue packedTransposed;

    private Matrix(
            Precision precision,
            @Nullable Tensor plain,
            @Nullable Tensor bias,
            @Nullable IValue packedBias,
            @Nullable IValue packed,
            @Nullable IValue packedTransposed) {
        this.precision = precision;
        this.plain = plain;
        this.bias = bias;
        this.packedBias = packedBias;
        this.packed = packed;
        this.packedTransposed = packedTransposed;
    }

    /**
     * Takes a matrix over.
     *
     * @param plain in the type of products; the owner keeps it where it is needed
     * @param bias [out], added to every forward product; the owner keeps it already
     */
    static Matrix of(Tensor plain, @Nullable Tensor bias, Precision precision, WeightLayout layout, Owner owner) {
        if (layout == WeightLayout.PLAIN
                || precision == Precision.FLOAT64
                || !ComputeDevice.current().ownKernels()
                || !Operators.canPack()) {
            return new Matrix(precision, owner.keep(plain), bias, null, null, null);
        }
        try {
            IValue packed = TensorScope.call(() -> owner.keep(new IValue(Operators.pack(plain, TYPICAL_ROWS))));
            IValue transposed = TensorScope.call(() ->
                    owner.keep(new IValue(Operators.pack(plain.transpose(0, 1).contiguous(), TYPICAL_ROWS))));
            IValue packedBias = bias == null ? null : TensorScope.call(() -> owner.keep(new IValue(bias)));
            Tensor kept = layout == WeightLayout.BOTH ? owner.keep(plain) : null;
            return new Matrix(precision, kept, bias, packedBias, packed, transposed);
        } catch (RuntimeException e) {
            LOG.debug("this processor packs no {} matrices", precision.label(), e);
            return new Matrix(precision, owner.keep(plain), bias, null, null, null);
        }
    }

    /** Whether products go through oneDNN's packed form. */
    boolean isPacked() {
        return packed != null;
    }

    /** {@code input · matrixᵀ + bias}, [.., in] to [.., out], in the type of the residual stream. */
    Tensor times(Tensor input) {
        return timesRaw(input).to(precision.stream());
    }

    /** {@code input · matrixᵀ + bias} in the type of products. */
    Tensor timesRaw(Tensor input) {
        Tensor converted = input.to(precision.products());
        return packed != null ? Operators.packedLinear(converted, packed, packedBias) : linear(converted);
    }

    /** {@code gradient · matrix}, [.., out] to [.., in], in the type of the residual stream. */
    Tensor transposedTimes(Tensor gradient) {
        return transposedTimesRaw(gradient).to(precision.stream());
    }

    /** {@code gradient · matrix} in the type of products. */
    Tensor transposedTimesRaw(Tensor gradient) {
        Tensor converted = gradient.to(precision.products());
        return packedTransposed != null
                ? Operators.packedLinear(converted, packedTransposed, null)
                : torch.matmul(converted, plain());
    }

    /** {@code input · matrixᵀ + bias} through the plain matrix, with a graph where gradients are on. */
    Tensor plainTimes(Tensor input) {
        ScalarType products = precision.products();
        return products == precision.stream()
                ? linear(input)
                : linear(input.to(products)).to(precision.stream());
    }

    private Tensor linear(Tensor input) {
        return bias == null ? torch.linear(input, plain()) : torch.linear(input, plain(), new TensorOptional(bias));
    }

    private Tensor plain() {
        if (plain == null) {
            throw new IllegalStateException(
                    "expected plain weights, found packed ones alone; open the model with every acceleration off");
        }
        return plain;
    }
}
