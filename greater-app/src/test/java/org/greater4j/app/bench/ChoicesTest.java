package org.greater4j.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.run.RecordedPrompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoicesTest {
    private static final RecordedPrompt INITIAL = new RecordedPrompt(" a b", List.of(1, 2));

    @TempDir
    Path folder;

    private static Choices.Question question(int steps, int maxNewTokens) {
        return new Choices.Question(
                "gen/navigate",
                List.of("n#3", "n#1"),
                GreaterSettings.defaults(steps, 7),
                maxNewTokens,
                0.2,
                0.2,
                "system",
                "",
                " Be brief.",
                INITIAL);
    }

    private static Choices.Step step(int number) {
        return new Choices.Step(
                number,
                number % 2,
                12,
                List.of(1, 5, 9),
                List.of(0.5, -4.0, 1.0),
                List.of(
                        new Choices.Tried(5, " e", 0.25, 1, true),
                        new Choices.Tried(9, " i", 0.75, 3, false),
                        new Choices.Tried(1, " a", 0.5, 2, true)),
                5,
                new RecordedPrompt(" e b", List.of(5, 2)));
    }

    private static Choices choices(Choices.Step... steps) {
        return new Choices(
                Choices.FORMAT_VERSION, "tiny", "ab12", "float32", List.of("drafts"), question(3, 8), List.of(steps));
    }

    private static ChoicesComparison changed(UnaryOperator<Choices.Step> change) {
        return ChoicesComparison.of(
                choices(step(1), step(2), step(3)), choices(step(1), change.apply(step(2)), step(3)));
    }

    @Test
    void aFileGivesBackWhatWasWritten() {
        Path file = folder.resolve("choices.json");
        ChoicesFile.write(file, choices(step(1), step(2)));
        assertThat(ChoicesFile.read(file)).isEqualTo(choices(step(1), step(2)));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> ChoicesFile.read(folder.resolve("absent.json")))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("absent.json");
        for (String content : List.of("", "{", "[]", "{\"formatVersion\":1}", "{\"steps\":[]}")) {
            Path other = Files.writeString(folder.resolve("other.json"), content);
            assertThatThrownBy(() -> ChoicesFile.read(other))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("bench --record")
                    .hasMessageContaining("other.json");
        }
        Path later = folder.resolve("later.json");
        Choices now = choices(step(1));
        ChoicesFile.write(
                later,
                new Choices(
                        2,
                        now.model(),
                        now.modelSha256(),
                        now.dtype(),
                        now.accelerations(),
                        now.question(),
                        List.of()));
        assertThatThrownBy(() -> ChoicesFile.read(later)).hasMessageContaining("format 2");
    }

    @Test
    void whatIsThereIsNotWrittenOver() throws IOException {
        Path there = Files.writeString(folder.resolve("mine.json"), "mine");
        assertThatThrownBy(() -> ChoicesFile.checkNew(there)).hasMessageContaining("mine.json");
        assertThatThrownBy(() -> ChoicesFile.checkNew(folder.resolve("none/new.json")))
                .hasMessageContaining("none");
        ChoicesFile.checkNew(folder.resolve("new.json"));
    }

    @Test
    void onlyTheNumberOfStepsMayDiffer() {
        assertThat(question(3, 8).differences(question(50, 8))).isEmpty();
        assertThat(question(3, 8).differences(question(3, 9))).containsExactly("--max-new-tokens: 9 there, 8 here");
    }

    @Test
    void equalChoicesAreTheSameHoweverManyStepsFollow() {
        ChoicesComparison comparison = ChoicesComparison.of(choices(step(1), step(2)), choices(step(1)));
        assertThat(comparison).isEqualTo(new ChoicesComparison(true, 2, 1, 1, null, 0, 0));
    }

    @Test
    void numbersMayDifferAndAreToldHowFar() {
        ChoicesComparison comparison = changed(step -> with(
                step,
                step.candidates(),
                List.of(0.5, -4.0, 2.0),
                List.of(
                        new Choices.Tried(5, " e", 0.375, 1, true),
                        // a bound of one and the score of the other say nothing of each other
                        new Choices.Tried(9, " i", 7, 3, true),
                        new Choices.Tried(1, " a", 0.5, 2, true)),
                step.chosen()));
        assertThat(comparison.same()).isTrue();
        assertThat(comparison.sameSteps()).isEqualTo(3);
        assertThat(comparison.largestScoreDifference()).isEqualTo(0.125);
        assertThat(comparison.largestGradientDifference()).isEqualTo(0.25);
    }

    @Test
    void theFirstDifferenceIsNamedWithItsStep() {
        ChoicesComparison candidates =
                changed(step -> with(step, List.of(1, 5, 8), step.gradient(), step.tried(), step.chosen()));
        assertThat(candidates.same()).isFalse();
        assertThat(candidates.sameSteps()).isEqualTo(1);
        assertThat(candidates.firstDifference())
                .isEqualTo("step 2 at position 0: candidates: recorded [1, 5, 9], found [1, 5, 8]");

        List<Choices.Tried> turned = new ArrayList<>(step(2).tried());
        turned.add(turned.remove(0));
        assertThat(changed(step -> with(step, step.candidates(), step.gradient(), turned, step.chosen()))
                        .firstDifference())
                .startsWith("step 2 at position 0: tried tokens: recorded [5 ' e', 9 ' i', 1 ' a'], found [9 ' i',");
        assertThat(changed(step -> with(step, step.candidates(), step.gradient(), step.tried(), 1))
                        .firstDifference())
                .isEqualTo(
                        "step 2 at position 0: chosen token: recorded 5 ' e' of score 0.25, found 1 ' a' of score 0.5");
    }

    private static Choices.Step with(
            Choices.Step step, List<Integer> candidates, List<Double> gradient, List<Choices.Tried> tried, int chosen) {
        return new Choices.Step(
                step.step(), step.position(), step.k(), candidates, gradient, tried, chosen, step.prompt());
    }
}
