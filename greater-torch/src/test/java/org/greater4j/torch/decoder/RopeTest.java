package org.greater4j.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Frequencies as transformers 4.57 computes them, in float32, for heads of 16. */
class RopeTest {
    private static final Offset<Double> RELATIVE = within(2e-7);

    @Test
    void llama3() {
        assertFrequencies(
                Rope.of(500_000, 16).llama3(8, 1, 4, 64),
                1,
                1.0,
                0.079403013,
                0.0047007538,
                0.00091158313,
                0.00017677668,
                3.4281024e-05,
                6.6478697e-06,
                1.2891732e-06);
    }

    @Test
    void yarn() {
        double growth = Rope.Yarn.attentionFactor(4, 1);
        assertFrequencies(
                Rope.yarn(10_000, 16, new Rope.Yarn(4, 128, 32, 1, growth, true)),
                1.138629436111989,
                1.0,
                0.23717082,
                0.049999997,
                0.0079056947,
                0.0024999999,
                0.00079056947,
                0.00025000001,
                7.9056947e-05);
    }

    @Test
    void yarnWithBoundsBetweenPairs() {
        assertFrequencies(
                Rope.yarn(10_000, 16, new Rope.Yarn(8, 64, 8, 2, 1.3, false)),
                1.3,
                1.0,
                0.13464938,
                0.0125,
                0.0039528473,
                0.00125,
                0.00039528473,
                0.00012500001,
                3.9528473e-05);
    }

    @Test
    void yarnThatGrowsByTwoMultipliers() {
        double growth = Rope.Yarn.attentionFactor(8, 0.7) / Rope.Yarn.attentionFactor(8, 0.4);
        assertFrequencies(
                Rope.yarn(10_000, 16, new Rope.Yarn(8, 64, 32, 1, growth, true)),
                1.0575928109100559,
                1.0,
                0.22399466,
                0.041666664,
                0.0039528473,
                0.00125,
                0.00039528473,
                0.00012500001,
                3.9528473e-05);
    }

    @Test
    void longRope() {
        assertFrequencies(
                Rope.of(10_000, 16)
                        .divided(List.of(1.0, 1.1, 1.2, 1.5, 1.7, 2.0, 2.5, 3.0))
                        .scaled(Math.sqrt(1 + Math.log(4) / Math.log(128))),
                1.1338934190276817,
                1.0,
                0.28747976,
                0.083333336,
                0.02108185,
                0.0058823531,
                0.0015811389,
                0.00039999999,
                0.00010540926);
    }

    private static void assertFrequencies(Rope rope, double scale, double... expected) {
        assertThat(rope.scale()).isCloseTo(scale, within(1e-14));
        assertThat(rope.frequencies()).hasSize(expected.length);
        for (int pair = 0; pair < expected.length; pair++) {
            assertThat(rope.frequencies().get(pair) / expected[pair])
                    .as("pair " + pair)
                    .isCloseTo(1, RELATIVE);
        }
    }
}
