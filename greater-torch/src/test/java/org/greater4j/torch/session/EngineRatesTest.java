package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.ModelInfo;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

class EngineRatesTest {
    @Test
    void everyKindIsMeasuredWhereThereIsRoom() {
        Situation situation = Situation.of(4);
        ModelInfo info = new ModelInfo("tiny", "tiny", "", "", 0, 160, "float32", "cpu", Map.of());
        try (TorchModel model = new TorchModel(
                info,
                situation.decoder(Precision.FLOAT32),
                situation.tokenizer(),
                (messages, reply) -> "",
                situation.ends())) {
            List<EngineRates.Rate> heard = new ArrayList<>();
            // a context of 160 has no room for the longer texts
            List<EngineRates.Rate> rates =
                    new EngineRates(model).measure(new int[] {1, 3}, new int[] {8, 150}, heard::add);
            assertThat(heard).isEqualTo(rates);
            assertThat(rates).hasSize(6).allMatch(rate -> rate.length() == 8 && rate.tokensPerSecond() > 0);
            assertThat(rates.subList(3, 6))
                    .extracting(EngineRates.Rate::kind, EngineRates.Rate::rows, EngineRates.Rate::tokens)
                    .containsExactly(
                            tuple(EngineRates.Kind.PREFILL, 3, 24),
                            tuple(EngineRates.Kind.DECODE, 3, 48),
                            tuple(EngineRates.Kind.VERIFY, 3, 96));
        }
    }

    @Test
    void aPeakIsFoundInBothTypes() {
        assertThat(MatrixPeak.measure(false)).isGreaterThan(1e8);
        assertThat(MatrixPeak.measure(true)).isGreaterThan(1e8);
    }
}
