package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LikeliestTokensTest {
    @Test
    void equalsSortingAll() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int vocabulary = 1 + random.nextInt(40);
            float[] values = new float[vocabulary];
            BitSet allowed = new BitSet();
            for (int id = 0; id < vocabulary; id++) {
                // few distinct values, so that there are ties
                values[id] = -random.nextInt(6);
                allowed.set(id, random.nextInt(3) > 0);
            }
            int forbidden = random.nextInt(vocabulary + 1) - 1;
            int k = 1 + random.nextInt(12);
            int[] expected = IntStream.range(0, vocabulary)
                    .filter(id -> allowed.get(id) && id != forbidden)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer id) -> -values[id]))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(LikeliestTokens.pick(values, allowed, forbidden, k))
                    .as("seed %s", seed)
                    .containsExactly(expected);
        }
    }

    @Test
    void asksForAtLeastOne() {
        assertThatThrownBy(() -> LikeliestTokens.pick(new float[1], new BitSet(), -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k = 0");
    }
}
