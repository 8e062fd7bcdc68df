package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

class EngineCalibrationTest {
    @Test
    void whatIsMeasuredCanBeUsedAndRecorded() {
        try (TorchModel model = RandomModel.open(0, false, 1)) {
            EngineTuning measured = EngineCalibration.measure(model.decoder());
            assertThat(measured.chunkTokens()).isIn(256, 512);
            assertThat(measured.draftCosts().passTokens()).isBetween(1.0, 64.0);
            assertThat(measured.draftCosts().rowTokens()).isBetween(0.25, 8.0);
            assertThat(measured.draftCosts().mostRows()).isBetween(1, 64);
            assertThat(EngineTuning.of(measured.settings())).contains(measured);
            assertThat(EngineTuning.of(model.tuned(measured).info().settings())).contains(measured);
        }
    }

    @Test
    void aMeasurementLeavesNothingBehind() {
        try (TorchModel model = RandomModel.open(0, false, 1)) {
            EngineCalibration.measure(model.decoder());
            long before = Pointer.totalCount();
            EngineCalibration.measure(model.decoder());
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    @Test
    void aContextTooShortForTheMeasurementKeepsTheDefault() {
        try (Decoder decoder = Situation.of(1).decoder(Precision.FLOAT32)) {
            assertThat(decoder.config().contextLength()).isLessThan(192);
            assertThat(EngineCalibration.measure(decoder)).isEqualTo(EngineTuning.DEFAULT);
        }
    }

    @Test
    void littleMemoryMeansSmallCaches() {
        try (TorchModel model = RandomModel.open(0, false, 1)) {
            Decoder decoder = model.decoder();
            EngineTuning usual = EngineTuning.DEFAULT;
            assertThat(EngineCalibration.withinMemory(usual, decoder, Long.MAX_VALUE))
                    .isEqualTo(usual);
            EngineTuning little = EngineCalibration.withinMemory(usual, decoder, 400L << 20);
            assertThat(little.cacheBytes()).isEqualTo(192L << 20);
            assertThat(little.tapeBytes()).isEqualTo(48L << 20);
            assertThat(EngineCalibration.withinMemory(usual, decoder, 390L << 20))
                    .isEqualTo(little);
            EngineTuning none = EngineCalibration.withinMemory(usual, decoder, 0);
            assertThat(none.cacheBytes()).isEqualTo(64L << 20);
            assertThat(none.tapeBytes()).isEqualTo(16L << 20);
        }
    }

    @Test
    void sizesAreKeptWhereverTheyFit() {
        try (TorchModel model = RandomModel.open(0, false, 1)) {
            Decoder decoder = model.decoder();
            EngineTuning begun = EngineCalibration.withinMemory(EngineTuning.DEFAULT, decoder, 400L << 20);
            for (long available : new long[] {500L << 20, 399L << 20, 240L << 20}) {
                assertThat(EngineCalibration.keptWithinMemory(begun, decoder, available))
                        .as("%s bytes", available)
                        .isEqualTo(begun);
            }
            EngineTuning smaller = EngineCalibration.keptWithinMemory(begun, decoder, 239L << 20);
            assertThat(smaller).isEqualTo(begun.withMemory(64L << 20, 16L << 20));
            assertThat(EngineCalibration.keptWithinMemory(smaller, decoder, -1)).isEqualTo(smaller);
            EngineTuning tapeAlone = begun.withMemory(64L << 20, 512L << 20);
            assertThat(EngineCalibration.keptWithinMemory(tapeAlone, decoder, 512L << 20))
                    .isEqualTo(begun.withMemory(64L << 20, 64L << 20));
        }
    }
}
