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
        assertThat(incomplete.score(0.5)).isEqualTo(2.0 / 5 + 1.5);
        assertThat(incomplete.highestScore(0.5)).isEqualTo(4.0 / 5 + 1.5);
        assertThat(incomplete.answerLoss()).isEqualTo(5.0 / 3);
        assertThat(incomplete.fluencyLoss()).isEqualTo(3);
        assertThat(Rows.of("a", "...", 3).answerLoss()).isNaN();
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
            double weight = random.nextDouble();
            Assessment complete = Rows.of("a", letters.toString(), fluencyLoss);
            assertThat(complete.complete()).isTrue();
            assertThat(complete.highestScore(weight)).isEqualTo(complete.score(weight));
            while (letters.indexOf("R") >= 0 || letters.indexOf("W") >= 0) {
                letters.setCharAt(random.nextInt(letters.length()), '.');
                Assessment incomplete = Rows.of("a", letters.toString(), fluencyLoss);
                assertThat(incomplete.score(weight)).isLessThanOrEqualTo(complete.score(weight));
                assertThat(incomplete.highestScore(weight)).isGreaterThanOrEqualTo(complete.score(weight));
            }
        }
    }
}
