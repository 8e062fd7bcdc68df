package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Proposals;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.junit.jupiter.api.Test;

/** bfloat16 products answer much like float32, but not the same: it is a setting of its own. */
class ReducedPrecisionTest {
    @Test
    void gradientsCorrelateWithFloat32() {
        double worst = 1;
        double sum = 0;
        int rows = 0;
        int sameFirst = 0;
        for (long seed = 800; seed < 820; seed++) {
            Situation situation = Situation.of(seed, 4);
            Random random = situation.random();
            Prompt prompt = situation.prompt(random, 4);
            int[] candidates = situation.candidates(random, prompt.id(1), 12);
            try (Decoder exact = situation.decoder(Precision.FLOAT32);
                    Decoder reduced = situation.decoder(Precision.BFLOAT16);
                    TorchReasoningSession ofExact = situation.fast(exact);
                    TorchReasoningSession ofReduced = situation.fast(reduced)) {
                Assessment own =
                        ofReduced.assess(List.of(prompt), Cutoff.none()).get(0);
                for (ExampleAssessment example : own.examples()) {
                    assertThat(example.answerLoss()).isFinite();
                    assertThat(example.fluencyLoss()).isFinite();
                }
                // over the same chains, which need not be the chains of either
                ofReduced.remember(
                        ofExact.assess(List.of(prompt), Cutoff.none()).get(0));
                double[][] expected = ofExact.gradient(prompt, 1, candidates).perExample();
                double[][] found = ofReduced.gradient(prompt, 1, candidates).perExample();
                Proposals first = ofExact.propose(prompt, 1, 1);
                Proposals second = ofReduced.propose(prompt, 1, 1);
                for (int j = 0; j < found.length; j++) {
                    double correlation = correlation(found[j], expected[j]);
                    worst = Math.min(worst, correlation);
                    sum += correlation;
                    rows++;
                    sameFirst += first.ids()[j][0] == second.ids()[j][0] ? 1 : 0;
                }
            }
        }
        // measured on an AVX-512 machine with AMX: mean 0.9998, worst 0.9976, 79 of 80 likeliest tokens
        assertThat(sum / rows).as("mean correlation").isGreaterThan(0.99);
        assertThat(worst).as("worst correlation").isGreaterThan(0.9);
        assertThat(sameFirst).as("same likeliest token, of %s", rows).isGreaterThan(rows * 3 / 4);
    }

    private static double correlation(double[] found, double[] expected) {
        double products = 0;
        double foundSquares = 0;
        double expectedSquares = 0;
        double foundMean = mean(found);
        double expectedMean = mean(expected);
        for (int c = 0; c < found.length; c++) {
            products += (found[c] - foundMean) * (expected[c] - expectedMean);
            foundSquares += Math.pow(found[c] - foundMean, 2);
            expectedSquares += Math.pow(expected[c] - expectedMean, 2);
        }
        return products / Math.sqrt(foundSquares * expectedSquares);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
