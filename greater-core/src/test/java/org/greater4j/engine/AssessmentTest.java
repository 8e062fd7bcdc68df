package org.greater4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssessmentTest {
    @Test
    void anIncompleteOneKnowsWhereItsScoreWillBe() {
        Assessment incomplete = Rows.of("a", "W.RW.", 3);
        assertThat(incomplete.complete()).isFalse();
        assertThat(incomplete.assessed()).isEqualTo(3);
        assertThat(incomplete.mistakes()).isEqualTo(2);
        assertThat(incomplete.score(ScoreWeights.ofMistakes(0.5))).isEqualTo(2.0 / 5 + 1.5);
        assertThat(incomplete.highestScore(ScoreWeights.ofMistakes(0.5))).isEqualTo(4.0 / 5 + 1.5);
        assertThat(incomplete.answerLoss()).isEqualTo(5.0 / 3);
        assertThat(incomplete.fluencyLoss()).isEqualTo(3);
        assertThat(Rows.of("a", "...", 3).answerLoss()).isNaN();
    }

    @Test
    void aMixCountsLossesToo() {
        ScoreWeights mix = new ScoreWeights(0.25, 0.5);
        Assessment incomplete = Rows.of("a", "W.RW.", 3);
        assertThat(incomplete.score(mix)).isEqualTo(0.75 * (2.0 / 5) + 0.25 * (5.0 / 5) + 1.5);
        // an example that was left out can have any loss
        assertThat(incomplete.highestScore(mix)).isInfinite();
        assertThat(Rows.of("a", "...", 3).score(mix)).isEqualTo(1.5);
    }

    @Test
    void boundsEncloseWhatTheScoreBecomesAndMeetInIt() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            StringBuilder letters = new StringBuilder();
            for (int j = 1 + random.nextInt(20); j > 0; j--) {
                letters.append(random.nextBoolean() ? 'R' : 'W');
            }
            double fluencyLoss = random.nextDouble() * 9;
            ScoreWeights weights =
                    new ScoreWeights(random.nextBoolean() ? random.nextDouble() : 0, random.nextDouble());
            Assessment complete = Rows.of("a", letters.toString(), fluencyLoss);
            assertThat(complete.complete()).isTrue();
            assertThat(complete.highestScore(weights)).isEqualTo(complete.score(weights));
            while (letters.indexOf("R") >= 0 || letters.indexOf("W") >= 0) {
                letters.setCharAt(random.nextInt(letters.length()), '.');
                Assessment incomplete = Rows.of("a", letters.toString(), fluencyLoss);
                assertThat(incomplete.score(weights)).isLessThanOrEqualTo(complete.score(weights));
                assertThat(incomplete.highestScore(weights)).isGreaterThanOrEqualTo(complete.score(weights));
            }
        }
    }
}
