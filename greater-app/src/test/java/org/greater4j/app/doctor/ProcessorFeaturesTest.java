package org.greater4j.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.greater4j.app.Finding;
import org.junit.jupiter.api.Test;

class ProcessorFeaturesTest {
    @Test
    void namesWhatDecidesTheSpeed() {
        Finding found = ProcessorFeatures.of(List.of(
                        "processor\t: 0",
                        "model name\t: Some CPU",
                        "flags\t\t: fpu avx2 avx512f amx_bf16",
                        "bogomips: 1"))
                .finding("AVX512");
        assertThat(found.state()).isEqualTo(Finding.State.OK);
        assertThat(found.found())
                .isEqualTo(
                        "Some CPU: AVX2, AVX-512, AMX for bfloat16; libtorch uses AVX512; --dtype bfloat16 is the faster"
                                + " one here");
    }

    @Test
    void saysWhichDtypeIsFaster() {
        assertThat(told("avx2 avx512f avx512_bf16")).endsWith("--dtype bfloat16 is the faster one here");
        assertThat(told("avx2 avx512f")).endsWith("float32 is as fast as bfloat16 here or faster");
    }

    private static String told(String flags) {
        return ProcessorFeatures.of(List.of("model name: Some CPU", "flags: " + flags))
                .finding("AVX512")
                .found();
    }

    @Test
    void warnsOfOldProcessorsAndSaysNothingOfUnknownOnes() {
        assertThat(ProcessorFeatures.of(List.of("model name: Old", "flags: fpu sse4_2"))
                        .finding("DEFAULT")
                        .state())
                .isEqualTo(Finding.State.WARNING);
        Finding unknown = ProcessorFeatures.of(List.of()).finding("NEON");
        assertThat(unknown.state()).isEqualTo(Finding.State.OK);
        assertThat(unknown.found()).contains("nothing known of its instructions");
    }
}
