package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.evaluate.WilsonInterval;
import org.greater4j.run.Finalist;
import org.greater4j.run.RecordedPrompt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DevChoiceTest {
    private static final RecordedPrompt INITIAL = prompt(1, 2);

    @Test
    void mostRightAnswersWin() {
        assertThat(chosen(List.of(finalist(prompt(3, 4), 5), finalist(prompt(5, 6, 7), 6), finalist(INITIAL, 4))))
                .isEqualTo(1);
        assertThat(chosen(List.of(finalist(prompt(3, 4), 5), finalist(INITIAL, 6))))
                .as("nothing replaces the initial prompt that does worse")
                .isEqualTo(1);
    }

    @Test
    void aCallThatFailedIsNoWrongAnswer() {
        Finalist failedTwice = finalist(prompt(3, 4), 18, 22);
        Finalist whole = finalist(prompt(5, 6), 19, 24);
        assertThat(chosen(List.of(whole, failedTwice))).as("82 % before 79 %").isEqualTo(1);
    }

    @Test
    void ofEqualsAnyOtherThanTheInitialPromptThenTheShorterThenTheEarlier() {
        assertThat(chosen(List.of(finalist(INITIAL, 5), finalist(prompt(3, 4, 5), 5))))
                .isEqualTo(1);
        assertThat(chosen(List.of(finalist(prompt(3, 4, 5), 5), finalist(prompt(6, 7), 5))))
                .isEqualTo(1);
        assertThat(chosen(List.of(finalist(prompt(3, 4), 5), finalist(prompt(6, 7), 5))))
                .as("the second was found first")
                .isEqualTo(1);
    }

    @Test
    void whatScoredWorseInTrainingThanTheInitialPromptDoesNotWinATieWithIt() {
        Finalist initial = scored(INITIAL, 1.3, 5);
        Finalist worse = scored(prompt(3), 1.5, 5);
        assertThat(chosen(List.of(worse, initial))).isEqualTo(1);
        assertThat(chosen(List.of(worse, initial, scored(prompt(3, 4, 5), 1.2, 5))))
                .isEqualTo(2);
        assertThat(chosen(List.of(scored(prompt(3), 1.5, 6), initial)))
                .as("more right answers count before any score")
                .isZero();
    }

    // found in reverse order
    private static int chosen(List<Finalist> finalists) {
        return DevChoice.of(finalists, INITIAL, at -> finalists.size() - at);
    }

    private static Finalist finalist(RecordedPrompt prompt, int right) {
        return finalist(prompt, right, 10);
    }

    private static Finalist finalist(RecordedPrompt prompt, int right, int rows) {
        return finalist(prompt, null, right, rows);
    }

    private static Finalist scored(RecordedPrompt prompt, double score, int right) {
        return finalist(prompt, score, right, 10);
    }

    private static Finalist finalist(RecordedPrompt prompt, @Nullable Double score, int right, int rows) {
        return new Finalist(
                prompt,
                score,
                new EvaluationSummary(
                        rows, right, rows - right, 0, (double) right / rows, WilsonInterval.of(right, rows), 3, 0));
    }

    private static RecordedPrompt prompt(int... ids) {
        return new RecordedPrompt("words", IntStream.of(ids).boxed().toList());
    }
}
