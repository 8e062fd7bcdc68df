package org.greater4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.greater4j.task.Outcome;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    @Test
    void countsRowsByWhatBecameOfThemAndTakesUnansweredForWrong() {
        PairedComparison comparison = PairedComparison.of(Evaluations.of("RRWUWRUU"), Evaluations.of("RWRRUURW"));

        assertThat(comparison.rows()).isEqualTo(8);
        assertThat(comparison.bothRight()).isEqualTo(1);
        assertThat(comparison.broken()).isEqualTo(2);
        assertThat(comparison.fixed()).isEqualTo(3);
        assertThat(comparison.bothWrong()).isEqualTo(2);
        assertThat(comparison.before()).isEqualTo(3 / 8.0);
        assertThat(comparison.after()).isEqualTo(4 / 8.0);
        assertThat(comparison.difference()).isEqualTo(1 / 8.0);
        assertThat(comparison.pValue()).isEqualTo(1.0, within(1e-12)); // 3 heads of 5
        assertThat(comparison.differenceInterval().contains(1 / 8.0)).isTrue();
    }

    @Test
    void callsSixFixedAndNoneBrokenBetterButNotFive() {
        assertThat(PairedComparison.of(Evaluations.of("WWWWWWR"), Evaluations.of("RRRRRRR"))
                        .verdict())
                .isEqualTo(Verdict.BETTER);
        assertThat(PairedComparison.of(Evaluations.of("WWWWWRR"), Evaluations.of("RRRRRRR"))
                        .verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    void turnsAroundWithItsArguments() {
        Evaluation good = Evaluations.of("RRRRRRRW");
        Evaluation bad = Evaluations.of("WWUWUWRW");

        PairedComparison up = PairedComparison.of(bad, good);
        PairedComparison down = PairedComparison.of(good, bad);

        assertThat(up.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(down.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(down.pValue()).isEqualTo(up.pValue());
        assertThat(down.difference()).isEqualTo(-up.difference());
    }

    @Test
    void showsNoDifferenceOfAPromptToItself() {
        PairedComparison same = PairedComparison.of(Evaluations.of("RWU"), Evaluations.of("RWU"));

        assertThat(same.pValue()).isEqualTo(1);
        assertThat(same.differenceInterval()).isEqualTo(new Interval(0, 0));
        assertThat(same.verdict()).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    void saysItInOneSentence() {
        assertThat(PairedComparison.of(Evaluations.of("WWWWWWWWRR"), Evaluations.of("RRRRRRRRRR"))
                        .sentence())
                .startsWith("better: accuracy went from 20.0 % to 100.0 % on the same 10 rows (8 fixed, 0 broken;"
                        + " difference +80.0 points, 95 % interval +")
                .endsWith("to +100.0; exact McNemar test p = 0.0078)");
        assertThat(PairedComparison.of(Evaluations.of("R".repeat(30)), Evaluations.of("U".repeat(30)))
                        .sentence())
                .startsWith("worse: ")
                .endsWith("p < 0.0001)");
        assertThat(PairedComparison.of(Evaluations.of("R"), Evaluations.of("R")).sentence())
                .startsWith("no difference shown: ");
    }

    @Test
    void refusesOtherRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(Evaluations.of("RW"), Evaluations.of("R")))
                .withMessageContaining("2 and 1");
        List<ExampleOutcome> turned = new ArrayList<>(Evaluations.of("RW").outcomes());
        Collections.reverse(turned);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(Evaluations.of("RW"), new Evaluation(turned)))
                .withMessageContaining("row 0")
                .withMessageContaining("'task#0' and 'task#1'");
    }

    @Test
    void evaluationSumsUpItsRows() {
        Evaluation evaluation = Evaluations.of("RRWU");

        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.count(Outcome.WRONG)).isEqualTo(1);
        assertThat(evaluation.unansweredShare()).isEqualTo(0.25);
        assertThat(evaluation.meanChainTokens()).isEqualTo(11.5);
        assertThat(evaluation.summary())
                .isEqualTo(new EvaluationSummary(4, 2, 1, 1, 0.5, WilsonInterval.of(2, 4), 11.5, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Evaluation(List.of()));
    }
}
