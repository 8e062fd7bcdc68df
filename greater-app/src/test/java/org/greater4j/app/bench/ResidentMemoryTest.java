package org.greater4j.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void readsWhatLinuxSays() {
        assertThat(ResidentMemory.of(List.of(
                        "Name:\tjava",
                        "VmPeak:\t 9999999 kB",
                        "VmHWM:\t  123456 kB",
                        "VmRSS:\t    1024 kB",
                        "Threads:\t2")))
                .isEqualTo(new ResidentMemory(1 << 20, 123456L * 1024));
    }

    @Test
    void isUnknownWhereNothingIsSaid() {
        assertThat(ResidentMemory.of(List.of("Name:\tjava"))).isNull();
        assertThat(ResidentMemory.of(List.of("VmRSS:\t1024 kB"))).isNull();
    }
}
