package org.greater4j.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryCeilingTest {
    @Test
    void readsSizesAsPeopleWriteThem() {
        assertThat(MemoryCeiling.parse("4GiB")).contains(new MemoryCeiling(4L << 30));
        assertThat(MemoryCeiling.parse(" 3.5 GB ")).contains(new MemoryCeiling(3_500_000_000L));
        assertThat(MemoryCeiling.parse("900m")).contains(new MemoryCeiling(900_000_000L));
        assertThat(MemoryCeiling.parse("1tib")).contains(new MemoryCeiling(1L << 40));
        for (String wrong : List.of("", "4", "GiB", "-4GiB", "4 apples", "1e9GB", "0GB", "4GiBs")) {
            assertThat(MemoryCeiling.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void leavesWhatIsNotTakenYet() {
        AvailableMemory machine = new AvailableMemory(10_000, "here");
        assertThat(machine.within(MemoryCeiling.NONE, 500)).isEqualTo(machine);
        assertThat(machine.within(new MemoryCeiling(3_000), 1_000).bytes()).isEqualTo(2_000);
        assertThat(machine.within(new MemoryCeiling(3_000), 4_000).bytes()).isZero();
        assertThat(machine.within(new MemoryCeiling(3_000), 0).limitedBy()).contains("--memory");
    }
}
