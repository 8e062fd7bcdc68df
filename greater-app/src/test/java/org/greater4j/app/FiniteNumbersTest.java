package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.error.NotFiniteException;
import org.greater4j.run.Disk;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that answers with what is no number: the step ends, nothing is chosen by it, and the run can be gone on with. */
class FiniteNumbersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void gradientsEndTheStepAndNameTheExample(double number) {
        Path run = folder.resolve("run");
        LetterModel odd = model().withGradient(6, number);
        assertThatThrownBy(() -> new LetterRun(1, Disk.real()).begin(run, odd, RunListener.SILENT))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMBER_NOT_FINITE))
                .hasMessageContaining("gradient of training example 3, letter#")
                .hasMessageContaining("found " + number);
        goesOn(run);
    }

    @Test
    void lossesOfCompleteAssessmentsEndTheStep() {
        for (ExampleAssessment odd : List.of(
                new ExampleAssessment(new int[] {1}, false, Double.POSITIVE_INFINITY, 1),
                new ExampleAssessment(new int[] {1}, false, 1, Double.NaN))) {
            Path run = folder.resolve("run" + odd.hashCode());
            assertThatThrownBy(() -> new LetterRun(1, Disk.real())
                            .begin(run, model().withAssessment(5, odd), RunListener.SILENT))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("assessment of training example 3, letter#");
            goesOn(run);
        }
    }

    @Test
    void whatTheEngineFindsIsNamedAsWell() {
        for (int question = 1; question <= 6; question++) {
            LetterModel odd =
                    model().failing(question, new NotFiniteException("assessment of training example", 2, 1 / 0.0));
            Path run = folder.resolve("engine" + question);
            assertThatThrownBy(() -> new LetterRun(1, Disk.real()).begin(run, odd, RunListener.SILENT))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("assessment of training example 3, letter#");
        }
    }

    private static void goesOn(Path run) {
        List<String> types =
                RunRecord.read(run).events().stream().map(RunEvent::type).toList();
        assertThat(types).contains("started").doesNotContain("stopped");
        new LetterRun(1, Disk.real()).beginOrResume(run);
        Path whole = run.resolveSibling(run.getFileName() + "-whole");
        new LetterRun(1, Disk.real()).begin(whole, model(), RunListener.SILENT);
        assertThat(Repeatable.of(run)).isEqualTo(Repeatable.of(whole));
    }

    private static LetterModel model() {
        return new LetterModel(1, true, Integer.MAX_VALUE);
    }
}
