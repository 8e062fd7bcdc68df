package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.greater4j.engine.Cutoff;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session answers does not depend on how much it computes at once. */
class BatchLimitsTest {
    @Test
    void rowsFitTheLimitButAreNeverNone() {
        BatchLimits limits = new BatchLimits(1000, 50);
        assertThat(limits.cacheRows(2, 100, 50)).isEqualTo(5);
        assertThat(limits.cacheRows(2, 100, 3)).isEqualTo(3);
        assertThat(limits.cacheRows(2, 100_000, 3)).isEqualTo(1);
        assertThat(limits.cacheRows(1 << 20, 1 << 20, 3)).isEqualTo(1);
        assertThat(limits.tapeTokens(2)).isEqualTo(limits.tapeBytes() / 2);
        assertThat(new BatchLimits(Long.MAX_VALUE, 1).cacheRows(1, 1, 7)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 501, 502, 503})
    void sessionsAnswerTheSameUnderAnyLimit(long seed) {
        Situation situation = Situation.of(seed, 6).withMaxNewTokens(6);
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                PlainReasoningSession plain = situation.plain(decoder)) {
            long column = decoder.cacheBytesPerColumn();
            long token = decoder.tapeBytesPerToken();
            for (BatchLimits limits : List.of(
                    new BatchLimits(1, 1),
                    new BatchLimits(150 * column, 60 * token),
                    new BatchLimits(400 * column, 100 * token),
                    BatchLimits.DEFAULT)) {
                Random random = situation.random();
                try (TorchReasoningSession session = situation.fast(decoder, limits)) {
                    List<Prompt> prompts = new ArrayList<>();
                    for (int length = 1; length < 5; length++) {
                        prompts.add(situation.prompt(random, length));
                    }
                    String where = situation + ", " + limits;
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
