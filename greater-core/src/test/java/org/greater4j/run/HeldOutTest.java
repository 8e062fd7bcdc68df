package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluations;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run reads its test part once, whatever happens to the process. */
class HeldOutTest {
    record State(int step) {}

    private static final RecordedPrompt FIRST = new RecordedPrompt(" reason.", List.of(3, 1));
    private static final RecordedPrompt LAST = new RecordedPrompt(" think.", List.of(7, 1));
    private static final Split SPLIT = new Split(
            List.of(new Example("even#1", "Is 1 even?", "No")),
            List.of(),
            List.of(new Example("even#2", "Is 2 even?", "Yes"), new Example("even#3", "Is 3 even?", "No")));
    private static final List<MeasuredPrompt> OUTCOMES =
            List.of(MeasuredPrompt.of(FIRST, Evaluations.of("WW")), MeasuredPrompt.of(LAST, Evaluations.of("RW")));

    @TempDir
    Path folder;

    @Test
    void theFirstReadingGetsTheExamplesAndIsRecorded() {
        try (RunDirectory run = begun()) {
            HeldOut test = HeldOut.of(SPLIT);
            assertThat(test.size()).isEqualTo(2);
            assertThat(run.test()).isEmpty();
            assertThat(run.openTest(test, List.of(FIRST, LAST), new State(4))).isEqualTo(SPLIT.test());
            run.recordTest(OUTCOMES, new State(4));
            assertThat(run.test()).isEqualTo(OUTCOMES);
            assertThat(run.test().get(1).evaluation()).isEqualTo(Evaluations.of("RW"));
        }
        assertThat(RunRecord.read(folder.resolve("run")).test()).isEqualTo(OUTCOMES);
    }

    @Test
    void aSecondReadingIsRefusedInTheSameProcess() {
        try (RunDirectory run = begun()) {
            HeldOut test = HeldOut.of(SPLIT);
            run.openTest(test, List.of(FIRST, LAST), new State(4));
            refused(() -> run.openTest(test, List.of(FIRST, LAST), new State(4)), "a second reading");
            // nor does another seal over the same examples help
            refused(() -> run.openTest(HeldOut.of(SPLIT), List.of(LAST), new State(4)), "for other prompts");
            run.recordTest(OUTCOMES, new State(4));
            refused(() -> run.openTest(HeldOut.of(SPLIT), List.of(FIRST, LAST), new State(4)), "an earlier one");
        }
    }

    @Test
    void aRunThatDiedInItsReadingMayFinishItForTheSamePromptsAlone() {
        try (RunDirectory run = begun()) {
            run.openTest(HeldOut.of(SPLIT), List.of(FIRST, LAST), new State(4));
        }
        try (RunDirectory run = RunDirectory.open(folder.resolve("run"))) {
            refused(() -> run.openTest(HeldOut.of(SPLIT), List.of(FIRST), new State(4)), "for other prompts");
            assertThat(run.openTest(HeldOut.of(SPLIT), List.of(FIRST, LAST), new State(4)))
                    .hasSize(2);
            assertThat(run.recorded()).hasSize(1);
        }
    }

    @Test
    void aRunThatDiedAfterItsReadingKeepsTheOutcomes() {
        try (RunDirectory run = begun()) {
            run.openTest(HeldOut.of(SPLIT), List.of(FIRST, LAST), new State(4));
            run.recordTest(OUTCOMES, new State(4));
        }
        try (RunDirectory run = RunDirectory.open(folder.resolve("run"))) {
            assertThat(run.test()).isEqualTo(OUTCOMES);
            assertThat(run.checkpoint(State.class)).contains(new State(4));
            refused(() -> run.openTest(HeldOut.of(SPLIT), List.of(FIRST, LAST), new State(4)), "an earlier one");
        }
    }

    private RunDirectory begun() {
        RunDirectory run = RunDirectory.create(folder.resolve("run"));
        run.start(Records.manifest());
        run.checkpoint(new State(4));
        return run;
    }

    private static void refused(ThrowingCallable reading, String found) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEST_READ_TWICE))
                .hasMessageContaining("expected one reading")
                .hasMessageContaining(found);
    }
}
