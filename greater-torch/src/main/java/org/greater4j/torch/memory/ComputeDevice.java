package org.greater4j.torch.memory;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Where tensors lie and products are computed: one device for the whole process, chosen before the first model is opened.
 *
 * <p>All other code asks for {@link Tensors} and {@link #options} and doesn't know where they lie. Only two things differ: the processor
 * has kernels of its own for packed matrices and for attention's derivative, and Java's arrays are copied through its memory.
 */
public enum ComputeDevice {
    /** The processor, with oneDNN's packed products and its fused attention. */
    CPU("cpu", DeviceType.CPU, true),
    /** The first NVIDIA GPU. */
    CUDA("cuda", DeviceType.CUDA, false),
    /** The processor without kernels of its own: the operations that a GPU is given, where there is none to test them on. */
    PLAIN_CPU("cpu", DeviceType.CPU, false);

    /** Where the natives with CUDA lie on the class path. */
    private static final String NATIVES = "org/bytedeco/pytorch/linux-x86_64-gpu/libtorch_cuda.so";

    private static volatile ComputeDevice current = CPU;

    private final String label;
    private final DeviceType type;
    private final boolean ownKernels;

    ComputeDevice(String label, DeviceType type, boolean ownKernels) {
        this.label = label;
        this.type = type;
        this.ownKernels = ownKernels;
    }

    /** The device in use. */
    public static ComputeDevice current() {
        return current;
    }

    /** CUDA where it can be used, else the processor. */
    public static ComputeDevice best() {
        return hasNatives() && cudaWorks() ? CUDA : CPU;
    }

    /**
     * Makes this the device of all tensors from now on. Tensors that are there already stay where they are, so that this is for the start of
     * a program.
     *
     * @throws GreaterException ({@code UNSUPPORTED_DEVICE}) saying what is missing
     */
    public void use() {
        if (this == CUDA && !hasNatives()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "--device cuda: expected libtorch's natives for CUDA, found those for the processor alone; build with"
                            + " GREATER_GPU=1 (Maven's profile gpu), or use --device cpu");
        }
        if (this == CUDA && !cudaWorks()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "--device cuda: expected an NVIDIA GPU with its driver, CUDA 13 and cuDNN 9 where the loader finds them, found none that"
                            + " works; install what nvidia-smi or `ldconfig -p | grep -e cudart -e cudnn` doesn't show, or use --device cpu");
        }
        current = this;
    }

    /** Name on the command line and in records. */
    public String label() {
        return label;
    }

    /** Whether the processor's own kernels can be used: packed matrices, and attention with its derivative. */
    public boolean ownKernels() {
        return ownKernels;
    }

    /** Options for a new tensor of a type on the device in use. */
    public static TensorOptions options(ScalarType type) {
        TensorOptions options = new TensorOptions(type);
        return current == CUDA ? options.device(new DeviceOptional(new Device(DeviceType.CUDA))) : options;
    }

    /** The tensor itself on the processor, else a copy on the device in use. */
    public static Tensor placed(Tensor onProcessor) {
        return current == CUDA ? onProcessor.to(new Device(current.type), onProcessor.scalar_type()) : onProcessor;
    }

    private static boolean hasNatives() {
        return ComputeDevice.class.getClassLoader().getResource(NATIVES) != null;
    }

    private static boolean cudaWorks() {
        NativeLibraries.unpack();
        try {
            return torch.cuda_is_available();
        } catch (LinkageError e) {
            // a library that the natives need is not there
            return false;
        }
    }
}
