package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.greater4j.task.SplitSizes;
import org.junit.jupiter.api.Test;

class SizeChoiceTest {
    private static final SplitSizes DEFAULTS = new SplitSizes(Defaults.TRAIN, Defaults.DEV, Defaults.TEST);

    @Test
    void largeTasksGetTheDefaults() {
        assertThat(new SizeChoice(null, null, null).fit(10_000)).isEqualTo(DEFAULTS);
        assertThat(new SizeChoice(null, null, null).fit(DEFAULTS.total())).isEqualTo(DEFAULTS);
    }

    @Test
    void smallTasksAreSharedInProportion() {
        for (int available = 3; available < DEFAULTS.total(); available++) {
            SplitSizes sizes = new SizeChoice(null, null, null).fit(available);
            assertThat(sizes.train()).isPositive();
            assertThat(sizes.dev()).isPositive();
            assertThat(sizes.test()).isPositive();
            assertThat(sizes.total()).isLessThanOrEqualTo(available).isGreaterThan(available - 3);
        }
    }

    @Test
    void partsNobodyAskedANumberOfMakeRoomForThoseThatWereGiven() {
        assertThat(new SizeChoice(1, null, null).fit(3)).isEqualTo(new SplitSizes(1, 1, 1));
        assertThat(new SizeChoice(null, 2, null).fit(4)).isEqualTo(new SplitSizes(1, 2, 1));
        // one each is not to be had: splitting will say so
        assertThat(new SizeChoice(null, null, null).fit(2)).isEqualTo(new SplitSizes(1, 1, 1));
    }

    @Test
    void numbersThatWereGivenAreKept() {
        SplitSizes sizes = new SizeChoice(20, 0, null).fit(60);
        assertThat(sizes).isEqualTo(new SplitSizes(20, 0, 40));
        // too many: splitting will say so
        assertThat(new SizeChoice(500, null, null).fit(60).train()).isEqualTo(500);
        assertThat(new SizeChoice(500, 500, 500).fit(60)).isEqualTo(new SplitSizes(500, 500, 500));
    }
}
