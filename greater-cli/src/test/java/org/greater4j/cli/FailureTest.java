package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 137438953472 bytes.",
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.64 GiB",
                "CUDA error: out of memory",
                "std::bad_alloc"
            })
    void memoryThatAnAllocatorDoesNotHaveIsNoDefect(String message) {
        Failure failure = Failure.of(new RuntimeException(message + "\nException raised from malloc at x.cpp:1"));
        assertThat(failure.code()).isEqualTo("OUT_OF_MEMORY");
        assertThat(failure.exitCode()).isEqualTo(4);
        assertThat(failure.message()).contains("found '" + message + "'").doesNotContain("Exception raised");
    }
}
