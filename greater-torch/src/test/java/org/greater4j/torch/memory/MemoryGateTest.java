package org.greater4j.torch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryGateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[enforce fail at alloc_cpu.cpp:118] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes.",
                "DefaultCPUAllocator: not enough memory: you tried to allocate 137438953472 bytes.",
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.64 GiB",
                "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported",
                "std::bad_alloc"
            })
    void allocatorsSayItInTheirOwnWords(String message) {
        assertThat(MemoryGate.isExhaustion(new RuntimeException(message))).isTrue();
    }

    @Test
    void otherFailuresAreNotTakenForIt() {
        assertThat(MemoryGate.isExhaustion(
                        new RuntimeException("CUDA error: an illegal memory access was encountered")))
                .isFalse();
        assertThat(MemoryGate.isExhaustion(new GreaterException(ErrorCode.OUT_OF_MEMORY, "out of memory")))
                .isFalse();
    }
}
