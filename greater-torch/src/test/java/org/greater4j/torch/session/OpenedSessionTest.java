package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

/** Which session a model opens is decided by the accelerations alone. */
class OpenedSessionTest {
    @Test
    void onlyWithoutAnyAccelerationTheReadingIsPlain() {
        Situation situation = Situation.of(2);
        ModelInfo info = new ModelInfo("tiny", "tiny", "", "", 0, 160, "float32", "cpu", Map.of());
        try (TorchModel model = new TorchModel(
                info,
                situation.decoder(Precision.FLOAT32),
                situation.tokenizer(),
                (messages, reply) -> "",
                situation.ends())) {
            try (ReasoningSession session =
                    model.open(situation.frames(), situation.settings().with(Acceleration.none()))) {
                assertThat(session).isInstanceOf(PlainReasoningSession.class);
            }
            for (Acceleration one : Acceleration.values()) {
                try (ReasoningSession session =
                        model.open(situation.frames(), situation.settings().with(EnumSet.of(one)))) {
                    assertThat(session).isInstanceOf(TorchReasoningSession.class);
                }
            }
        }
    }
}
