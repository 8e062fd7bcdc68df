package org.greater4j.torch.memory;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The only ways in and out of native tensors: one allocation and one bulk copy each.
 *
 * <p>Nothing here wraps Java memory, which a garbage collector moves.
 */
public final class Tensors {
    private Tensors() {}

    /** An uninitialised tensor. */
    public static Tensor empty(ScalarType type, long... shape) {
        return torch.empty(shape, ComputeDevice.options(type), new MemoryFormatOptional());
    }

    /** An uninitialised tensor in the processor's memory, to be filled and then {@linkplain ComputeDevice#placed placed}. */
    public static Tensor staged(ScalarType type, long... shape) {
        return torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
    }

    /** A tensor of zeros. */
    public static Tensor zeros(ScalarType type, long... shape) {
        return torch.zeros(shape, ComputeDevice.options(type));
    }

    /** A tensor of 64-bit integers out of ids, positions or indices. */
    public static Tensor of(int[] values, long... shape) {
        long[] wide = new long[values.length];
        for (int at = 0; at < values.length; at++) {
            wide[at] = values[at];
        }
        Tensor tensor = staged(ScalarType.Long, shape);
        check(tensor, values.length);
        new LongPointer(tensor.data_ptr_long()).put(wide, 0, wide.length);
        return ComputeDevice.placed(tensor);
    }

    /** A float32 tensor. */
    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = staged(ScalarType.Float, shape);
        check(tensor, values.length);
        new FloatPointer(tensor.data_ptr_float()).put(values, 0, values.length);
        return ComputeDevice.placed(tensor);
    }

    /** A float64 tensor. */
    public static Tensor of(double[] values, long... shape) {
        Tensor tensor = staged(ScalarType.Double, shape);
        check(tensor, values.length);
        new DoublePointer(tensor.data_ptr_double()).put(values, 0, values.length);
        return ComputeDevice.placed(tensor);
    }

    /** The values of a tensor of 64-bit integers, in row-major order. */
    public static int[] ints(Tensor tensor) {
        Tensor plain = tensor.cpu().to(ScalarType.Long).contiguous();
        long[] wide = new long[Math.toIntExact(plain.numel())];
        new LongPointer(plain.data_ptr_long()).get(wide, 0, wide.length);
        int[] values = new int[wide.length];
        for (int at = 0; at < wide.length; at++) {
            values[at] = Math.toIntExact(wide[at]);
        }
        return values;
    }

    /** The values of a tensor as float32, in row-major order. */
    public static float[] floats(Tensor tensor) {
        Tensor plain = tensor.cpu().to(ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(plain.numel())];
        new FloatPointer(plain.data_ptr_float()).get(values, 0, values.length);
        return values;
    }

    /** The values of a tensor as float64, in row-major order. */
    public static double[] doubles(Tensor tensor) {
        Tensor plain = tensor.cpu().to(ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(plain.numel())];
        new DoublePointer(plain.data_ptr_double()).get(values, 0, values.length);
        return values;
    }

    private static void check(Tensor tensor, long count) {
        if (tensor.numel() != count) {
            throw new IllegalArgumentException("expected " + tensor.numel() + " values for the shape, found " + count);
        }
    }
}
