package org.greater4j.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.memory.Owner;
import org.greater4j.torch.memory.TensorScope;
import org.greater4j.torch.memory.Tensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same without the processor's own kernels, which is how a GPU computes. */
class OtherDevicesTest extends DecoderTest {
    @BeforeAll
    static void withoutOwnKernels() {
        ComputeDevice.PLAIN_CPU.use();
    }

    @AfterAll
    static void withThem() {
        ComputeDevice.CPU.use();
    }

    @Test
    void nothingIsPacked() {
        assertThat(ComputeDevice.current().ownKernels()).isFalse();
        try (Owner owner = new Owner()) {
            boolean packed = TensorScope.call(() -> {
                Tensor weights = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
                return Matrix.of(weights, null, Precision.FLOAT32, WeightLayout.PACKED, owner)
                        .isPacked();
            });
            assertThat(packed).isFalse();
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedAndTheOldOneStays() {
        // a machine that has all of it uses it, which the golden values then test
        if (ComputeDevice.best() == ComputeDevice.CPU) {
            assertThatThrownBy(ComputeDevice.CUDA::use)
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_DEVICE))
                    .hasMessageStartingWith("--device cuda: expected ")
                    .hasMessageContaining("use --device cpu");
        }
        assertThat(ComputeDevice.current()).isEqualTo(ComputeDevice.PLAIN_CPU);
    }
}
