package org.greater4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleOrderTest {
    @Test
    void whatTheBestGetsRightAndOthersGetWrongComesFirst() {
        List<Assessment> known = List.of(
                Rows.of("a", "RRWRW", 0), //
                Rows.of("b", "WRWWR", 0),
                Rows.of("c", "WRWRR", 0),
                Rows.of("d", "WRWRR", 0));
        // all others wrong at 0 and 2, one at 3, none at 1 and 4; the best prompt is right at 0, 1 and 3
        assertThat(ExampleOrder.of(known, 5, ScoreWeights.ofMistakes(0))).containsExactly(0, 3, 1, 2, 4);
    }

    @Test
    void withoutAnythingKnownExamplesKeepTheirOrder() {
        assertThat(ExampleOrder.of(List.of(), 4, ScoreWeights.ofMistakes(0.02))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theBestIsFoundByItsScoreAmongTheCompleteOnes() {
        // right where the other is wrong: whichever is the best has its own examples in front
        Assessment fluent = Rows.of("a", "WRR", 1);
        Assessment clumsy = Rows.of("b", "RRW", 9);
        assertThat(ExampleOrder.of(List.of(clumsy, fluent), 3, ScoreWeights.ofMistakes(0.1)))
                .containsExactly(2, 1, 0);
        assertThat(ExampleOrder.of(List.of(clumsy, fluent, Rows.of("c", "..R", 0)), 3, ScoreWeights.ofMistakes(0.1)))
                .startsWith(2);
        assertThat(ExampleOrder.of(List.of(fluent, Rows.of("b", "RRW", 0)), 3, ScoreWeights.ofMistakes(0.1)))
                .containsExactly(0, 1, 2);
    }

    @Test
    void incompleteOnesCountWhereTheyWereAssessed() {
        List<Assessment> known = List.of(
                Rows.of("a", "RRR", 0), //
                Rows.of("b", ".WR", 1),
                Rows.of("c", ".WR", 1));
        assertThat(ExampleOrder.of(known, 3, ScoreWeights.ofMistakes(1))).containsExactly(1, 0, 2);
        // few that got it wrong say less than many
        List<Assessment> many = new ArrayList<>(List.of(Rows.of("a", "RRR", 0), Rows.of("b", "W..", 1)));
        for (String letter : List.of("c", "d", "e", "f")) {
            many.add(Rows.of(letter, ".W.", 1));
        }
        assertThat(ExampleOrder.of(many, 3, ScoreWeights.ofMistakes(1))).containsExactly(1, 0, 2);
    }

    @Test
    void theOrderIsAFunctionOfTheSetOfAssessments() {
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            int examples = 1 + random.nextInt(12);
            List<Assessment> known = new ArrayList<>();
            for (int at = 0; at < 8; at++) {
                StringBuilder letters = new StringBuilder();
                for (int j = 0; j < examples; j++) {
                    letters.append("RW.".charAt(random.nextInt(at < 4 ? 2 : 3)));
                }
                // the first two have the same score, whatever the others have
                String row = at == 1 ? reversed(known.get(0)) : letters.toString();
                known.add(Rows.of(Character.toString('a' + at), row, at < 2 ? 0 : random.nextInt(3)));
            }
            int[] order = ExampleOrder.of(known, examples, ScoreWeights.ofMistakes(0.5));
            assertThat(order).doesNotHaveDuplicates().hasSize(examples);
            for (int shuffle = 0; shuffle < 5; shuffle++) {
                Collections.shuffle(known, random);
                assertThat(ExampleOrder.of(known, examples, ScoreWeights.ofMistakes(0.5)))
                        .isEqualTo(order);
            }
        }
    }

    @Test
    void refusesAssessmentsOfOtherExamples() {
        assertThatThrownBy(() -> ExampleOrder.of(List.of(Rows.of("a", "RW", 0)), 3, ScoreWeights.ofMistakes(0)))
                .hasMessageContaining("expected assessments of 3 examples, found one of 2");
    }

    private static String reversed(Assessment assessment) {
        StringBuilder letters = new StringBuilder();
        assessment.examples().forEach(example -> letters.append(example.mistake() ? 'W' : 'R'));
        return letters.reverse().toString();
    }
}
