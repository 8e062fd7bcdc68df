package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.session.PlainReasoningSession.LossGradient;
import org.greater4j.torch.session.PlainReasoningSession.Point;
import org.junit.jupiter.api.Test;

/** Gradients in float64 are the slopes of the loss: central differences, of the loss and not of another gradient. */
class FiniteDifferencesTest {
    private static final double STEP = 1e-5;
    private static final int CANDIDATES = 5;

    @Test
    void gradientsAreSlopes() {
        for (long seed = 200; seed < 212; seed++) {
            Situation situation = Situation.of(seed, 2);
            Random random = situation.random();
            try (Decoder decoder = situation.decoder(Precision.FLOAT64);
                    TorchReasoningSession fast = situation.fast(decoder);
                    PlainReasoningSession plain = situation.plain(decoder)) {
                Prompt prompt = situation.prompt(random, 1 + random.nextInt(5));
                int position = random.nextInt(prompt.length());
                int[] candidates = situation.candidates(random, prompt.id(position), CANDIDATES);
                double[] oneHot = new double[CANDIDATES];
                oneHot[Arrays.binarySearch(candidates, prompt.id(position))] = 1;
                double[] mixture = random.doubles(CANDIDATES).toArray();
                TokenGradient ofFast = fast.gradient(prompt, position, candidates);
                List<ExampleAssessment> examples =
                        fast.assess(List.of(prompt), Cutoff.none()).get(0).examples();
                for (int j = 0; j < examples.size(); j++) {
                    String where = situation + ", example " + j;
                    Point point = new Point(
                            situation.frames().get(j),
                            prompt.ids(),
                            position,
                            examples.get(j).chain(),
                            candidates);
                    double[] slopes = slopes(plain, point, oneHot);
                    LossGradient atOneHot = plain.gradient(point, oneHot);
                    assertClose(where + ", fast", ofFast.perExample()[j], slopes, 1e-6);
                    assertClose(where + ", plain", atOneHot.gradient(), slopes, 1e-6);
                    assertClose(where + ", fast and plain", ofFast.perExample()[j], atOneHot.gradient(), 1e-10);
                    assertClose(
                            where + ", at a mixture",
                            plain.gradient(point, mixture).gradient(),
                            slopes(plain, point, mixture),
                            1e-6);
                    assertThat(atOneHot.loss())
                            .as(where)
                            .isCloseTo(
                                    ofFast.answerLosses()[j]
                                            + situation.settings().fluencyWeight() * ofFast.fluencyLosses()[j],
                                    within(1e-10));
                }
            }
        }
    }

    private static double[] slopes(PlainReasoningSession plain, Point point, double[] oneHot) {
        double[] slopes = new double[oneHot.length];
        for (int c = 0; c < slopes.length; c++) {
            double[] more = oneHot.clone();
            double[] less = oneHot.clone();
            more[c] += STEP;
            less[c] -= STEP;
            slopes[c] = (plain.gradient(point, more).loss()
                            - plain.gradient(point, less).loss())
                    / (2 * STEP);
        }
        return slopes;
    }

    private static void assertClose(String where, double[] found, double[] expected, double tolerance) {
        for (int c = 0; c < expected.length; c++) {
            assertThat(found[c])
                    .as("%s: candidate %s", where, c)
                    .isCloseTo(expected[c], within(tolerance * Answers.largest(expected)));
        }
    }
}
