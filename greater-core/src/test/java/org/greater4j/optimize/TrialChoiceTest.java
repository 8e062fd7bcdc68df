package org.greater4j.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.objective.Prompt;
import org.junit.jupiter.api.Test;

class TrialChoiceTest {
    private static final LetterTokenizer TOKENIZER = new LetterTokenizer();
    private static final ScoreWeights LOSSES = new ScoreWeights(1, 0);

    @Test
    void evidenceIsTheMeanDifferenceInItsStandardErrors() {
        // differences 1, 0, 2, 1: mean 1, standard deviation sqrt(2/3), standard error sqrt(2/3) / 2
        StepRecord.Trial before = trial("a", 3, 1, 2, 4);
        StepRecord.Trial after = trial("b", 2, 1, 0, 3);
        assertThat(TrialChoice.evidence(before, after, LOSSES)).isCloseTo(2 / Math.sqrt(2.0 / 3), within(1e-12));
        assertThat(TrialChoice.evidence(after, before, LOSSES)).isCloseTo(-2 / Math.sqrt(2.0 / 3), within(1e-12));
        assertThat(TrialChoice.evidence(before, before, LOSSES)).isZero();
        assertThat(TrialChoice.evidence(before, trial("b", 2, 0, 1, 3), LOSSES)).isInfinite();
    }

    @Test
    void theCurrentTokenStaysUnlessTheBestIsBetterByEnough() {
        StepRecord.Trial current = trial("a", 3, 1, 2, 4);
        StepRecord.Trial best = trial("b", 2, 1, 0, 3);
        StepRecord.Trial other = trial("c", 3, 1, 1, 3);
        int a = current.token();
        List<StepRecord.Trial> trials = List.of(current, best, other);
        assertThat(choose(trials, a, 2.4)).isEqualTo(new TrialChoice(best.token(), StepRecord.Choice.LOWEST_SCORE));
        assertThat(choose(trials, a, 2.5)).isEqualTo(new TrialChoice(a, StepRecord.Choice.TOO_LITTLE_EVIDENCE));
        assertThat(choose(trials, a, 0)).isEqualTo(new TrialChoice(best.token(), StepRecord.Choice.LOWEST_SCORE));
        // the current token is the best itself
        assertThat(choose(List.of(best, current), best.token(), 9))
                .isEqualTo(new TrialChoice(best.token(), StepRecord.Choice.LOWEST_SCORE));
        assertThat(TrialChoice.of(trials, a, token -> token == other.token(), settings(9)))
                .isEqualTo(new TrialChoice(other.token(), StepRecord.Choice.FULL_STOP));
    }

    private static TrialChoice choose(List<StepRecord.Trial> trials, int current, double evidence) {
        return TrialChoice.of(trials, current, token -> false, settings(evidence));
    }

    private static GreaterSettings settings(double evidence) {
        return new GreaterSettings(1, 0, 9, 2, 5, 5, 1, 3, 0, 1, evidence, true, true, 0, "_", 10);
    }

    private static StepRecord.Trial trial(String letter, double... losses) {
        List<ExampleAssessment> rows = new ArrayList<>();
        for (double loss : losses) {
            rows.add(new ExampleAssessment(new int[0], false, loss, 5));
        }
        int[] ids = TOKENIZER.encode(letter);
        Assessment assessment = Assessment.of(Prompt.of(ids, TOKENIZER), rows);
        return new StepRecord.Trial(ids[0], letter, 0, ScoredPrompt.of(assessment, LOSSES, 1, 0), assessment);
    }
}
