package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.greater4j.engine.Cutoff;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.generate.DraftCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session answers does not depend on how much it computes at once. */
class EngineTuningTest {
    @Test
    void rowsFitTheLimitButAreNeverNone() {
        EngineTuning tuning = EngineTuning.DEFAULT.withMemory(1000, 50);
        assertThat(tuning.cacheRows(2, 100, 50, 0)).isEqualTo(5);
        assertThat(tuning.cacheRows(2, 100, 50, 600)).isEqualTo(2);
        // a quarter is left to the batch, however much the questions take
        assertThat(tuning.cacheRows(2, 100, 50, 5000)).isEqualTo(1);
        assertThat(tuning.cacheRows(2, 25, 50, 5000)).isEqualTo(5);
        assertThat(tuning.cacheRows(2, 100, 3, 0)).isEqualTo(3);
        assertThat(tuning.cacheRows(2, 100_000, 3, 0)).isEqualTo(1);
        assertThat(tuning.cacheRows(1 << 20, 1 << 20, 3, 0)).isEqualTo(1);
        assertThat(tuning.tapeTokens(2)).isEqualTo(tuning.tapeBytes() / 2);
        assertThat(EngineTuning.DEFAULT.withMemory(Long.MAX_VALUE, 1).cacheRows(1, 1, 7, 9))
                .isEqualTo(7);
    }

    @Test
    void whatARunRecordedIsReadAgain() {
        EngineTuning tuning = new EngineTuning(1L << 33, 12345, 256, new DraftCosts(8, 0.5, 24));
        assertThat(EngineTuning.of(tuning.settings())).contains(tuning);
        assertThat(EngineTuning.of(Map.of())).isEmpty();
        for (String key : tuning.settings().keySet()) {
            Map<String, String> damaged = new HashMap<>(tuning.settings());
            damaged.put(key, "many");
            assertThat(EngineTuning.of(damaged)).as(key).isEmpty();
            damaged.remove(key);
            assertThat(EngineTuning.of(damaged)).as(key).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 501, 502, 503})
    void sessionsAnswerTheSameUnderAnyLimit(long seed) {
        Situation situation = Situation.of(seed, 6).withMaxNewTokens(6);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                PlainReasoningSession plain = situation.plain(decoder)) {
            long column = decoder.cacheBytesPerColumn();
            long token = decoder.tapeBytesPerToken();
            for (EngineTuning tuning : List.of(
                    EngineTuning.DEFAULT.withMemory(1, 1),
                    EngineTuning.DEFAULT.withMemory(150 * column, 60 * token),
                    EngineTuning.DEFAULT.withMemory(400 * column, 100 * token),
                    EngineTuning.DEFAULT)) {
                Random random = situation.random();
                try (TorchReasoningSession session = situation.fast(decoder, tuning)) {
                    List<Prompt> prompts = new ArrayList<>();
                    for (int length = 1; length < 5; length++) {
                        prompts.add(situation.prompt(random, length));
                    }
                    String where = situation + ", " + tuning;
                    Answers.assertSame(
                            where, session.assess(prompts, Cutoff.none()), plain.assess(prompts, Cutoff.none()));
                    Prompt last = prompts.get(3);
                    int[] candidates = situation.candidates(random, last.id(1), 5);
                    Answers.assertSame(
                            where, session.gradient(last, 1, candidates), plain.gradient(last, 1, candidates));
                }
            }
        }
    }
}
