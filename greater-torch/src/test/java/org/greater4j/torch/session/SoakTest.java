package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterOptimizer;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.OptimizationEvent;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

/** A whole search of 300 steps: what it holds of native objects and of memory does not grow. */
class SoakTest {
    private static final int STEPS = Integer.getInteger("greater.soak.steps", 300);
    private static final int SETTLED = 100;
    /** The Java heap of a JVM that ran other tests may grow meanwhile; a leak of a row's keys and values a step is far more. */
    private static final long GROWTH = 64L << 20;

    @Test
    void threeHundredStepsGrowNothing() {
        Situation situation = Situation.of(940, 4).withMaxNewTokens(6);
        Prompt initial =
                situation.prompt(situation.random(), 6).with(5, TinyTokenizer.FULL_STOP, situation.tokenizer());
        GreaterSettings settings = new GreaterSettings(STEPS, 3, 6, 2, 3, 2, 3, 3, 0.02, 0, 0, false, false, 0, "_", 3);
        List<Long> counts = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                TorchReasoningSession session = situation.fast(decoder)) {
            // prompts of one length, so that the caches hold the same number of tokens at the same position
            new GreaterOptimizer(settings, situation.tokenizer(), prompt -> prompt.id(5) == TinyTokenizer.FULL_STOP)
                    .optimize(session, initial, null, () -> false, event -> {
                        if (event instanceof OptimizationEvent.StepDone done
                                && done.state().step() % 6 == 0) {
                            counts.add(Pointer.totalCount());
                            bytes.add(Pointer.physicalBytes());
                        }
                    });
        }
        assertThat(counts).hasSize(STEPS / 6);
        int settled = SETTLED / 6;
        assertThat(counts.subList(settled, counts.size())).containsOnly(counts.get(settled));
        assertThat(bytes.get(bytes.size() - 1) - bytes.get(settled))
                .as("resident bytes every sixth step: %s", bytes)
                .isLessThan(GROWTH);
    }
}
