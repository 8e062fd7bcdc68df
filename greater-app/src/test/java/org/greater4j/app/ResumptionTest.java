package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.objective.Prompt;
import org.greater4j.run.Disk;
import org.greater4j.run.Finalist;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that die at any question to the session and are resumed, with prompts let go early and without. */
class ResumptionTest {
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    @Test
    void aRunThatLetsPromptsGoHasTheResultOfOneThatDoesNot() {
        long assessed = 0;
        long assessedPlainly = 0;
        int revisited = 0;
        for (int seed = 1; seed <= 6; seed++) {
            LetterModel plain = new LetterModel(seed, false, NEVER);
            LetterModel pruning = new LetterModel(seed, true, NEVER);
            RunResult expected = begin(folder.resolve("plain" + seed), seed, plain);
            RunResult found = begin(folder.resolve("pruned" + seed), seed, pruning);
            assertThat(timeless(found)).isEqualTo(timeless(expected));
            assessed += pruning.assessed();
            assessedPlainly += plain.assessed();
            List<String> types = types(folder.resolve("pruned" + seed));
            assertThat(types)
                    .as("four finalists, and the initial prompt unless it is one of them")
                    .containsSubsequence("stopped", "finalist", "finalist", "finalist", "finalist")
                    .endsWith("finalist", "test-opened", "test", "test");
            revisited += types.contains("revisited") ? 1 : 0;
            assertThat(types(folder.resolve("plain" + seed))).doesNotContain("revisited");
        }
        assertThat(assessed).isLessThan(assessedPlainly);
        assertThat(revisited).isPositive();
    }

    @Test
    void aRunKilledAtAnyQuestionIsResumedToTheSameResult() {
        int killedWhileLookingForFinalists = 0;
        for (int seed = 1; seed <= 2; seed++) {
            LetterModel unbroken = new LetterModel(seed, true, NEVER);
            Path whole = folder.resolve("whole" + seed);
            RunResult expected = begin(whole, seed, unbroken);
            for (int question = 1; question <= unbroken.questions(); question++) {
                Path broken = folder.resolve("broken" + seed + "-" + question);
                LetterModel dying = new LetterModel(seed, true, question);
                int number = seed;
                assertThatThrownBy(() -> begin(broken, number, dying)).isInstanceOf(LetterModel.Killed.class);
                if (types(broken).contains("revisited")) {
                    killedWhileLookingForFinalists++;
                }
                LetterModel next = new LetterModel(seed, true, NEVER);
                assertThat(timeless(resume(broken, seed, next)))
                        .as("seed %d, killed at question %d", seed, question)
                        .isEqualTo(timeless(expected));
                assertThat(prompts(broken)).isEqualTo(prompts(whole));
            }
        }
        assertThat(killedWhileLookingForFinalists).isPositive();
    }

    @Test
    void aBudgetOfTokensEndsAResumedRunWhereItEndsTheUnbrokenOne() {
        int endedByBudget = 0;
        for (int seed = 1; seed <= 2; seed++) {
            for (long tokens = 40; tokens <= 240; tokens += 7) {
                Budget budget = new Budget(tokens, null);
                LetterModel unbroken = new LetterModel(seed, true, NEVER);
                String name = seed + "-" + tokens;
                Path whole = folder.resolve("limited" + name);
                RunResult expected =
                        new LetterRun(seed, Disk.real(), budget).begin(whole, unbroken, RunListener.SILENT);
                endedByBudget += expected.stoppedBy().equals("budget") ? 1 : 0;
                for (int question = 1; question <= unbroken.questions(); question++) {
                    Path broken = folder.resolve("limited" + name + "-" + question);
                    LetterRun run = new LetterRun(seed, Disk.real(), budget);
                    LetterModel dying = new LetterModel(seed, true, question);
                    assertThatThrownBy(() -> run.begin(broken, dying, RunListener.SILENT))
                            .isInstanceOf(LetterModel.Killed.class);
                    RunResult resumed = run.resume(broken, new LetterModel(seed, true, NEVER));
                    assertThat(timeless(resumed))
                            .as("seed %d, %d tokens, killed at question %d", seed, tokens, question)
                            .isEqualTo(timeless(expected));
                    assertThat(Repeatable.of(broken)).isEqualTo(Repeatable.of(whole));
                }
            }
        }
        assertThat(endedByBudget).isGreaterThan(20);
    }

    @Test
    void aRunKilledWhileItReadsTheTestPartFinishesThatReading() {
        RunResult expected = begin(folder.resolve("whole"), 1, new LetterModel(1, true, NEVER));
        Path broken = folder.resolve("broken");
        RunListener killer = new RunListener() {
            @Override
            public void progressed(Progress progress) {
                if (progress.activity().equals("test") && progress.done() == 2) {
                    throw new LetterModel.Killed();
                }
            }
        };
        assertThatThrownBy(() -> begin(broken, 1, new LetterModel(1, true, NEVER), killer))
                .isInstanceOf(LetterModel.Killed.class);
        assertThat(types(broken)).endsWith("finalist", "test-opened");
        LetterModel next = new LetterModel(1, true, NEVER);

        assertThat(timeless(resume(broken, 1, next))).isEqualTo(timeless(expected));
        assertThat(next.generations()).isEqualTo(2); // before and after
        assertThat(types(broken)).containsOnlyOnce("test-opened").endsWith("test-opened", "test", "test");
    }

    @Test
    void aRunThatReadTheTestPartDoesNotReadItAgain() throws IOException {
        Path whole = folder.resolve("whole");
        RunResult expected = begin(whole, 1, new LetterModel(1, true, NEVER));
        Files.delete(whole.resolve("result.json")); // as if it had been killed right before
        LetterModel next = new LetterModel(1, true, NEVER);

        assertThat(timeless(resume(whole, 1, next))).isEqualTo(timeless(expected));
        assertThat(next.generations()).isZero();
    }

    @Test
    void aRunEndsAlthoughNoTestRowCouldBeMeasuredUnderBothPrompts() throws IOException {
        LetterModel halfDeaf = new LetterModel(1, true, NEVER) {
            private int readings;

            @Override
            public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
                List<Generation> written = new ArrayList<>(super.generate(turns, plan, finished));
                if (turns.size() == LetterRun.TEST) {
                    int first = readings++ * LetterRun.TEST / 2;
                    for (int row = first; row < first + LetterRun.TEST / 2; row++) {
                        written.set(row, Generation.failed("not heard"));
                    }
                }
                return written;
            }
        };
        Path whole = folder.resolve("deaf");
        RunResult result = begin(whole, 1, halfDeaf);
        TestResult test = Objects.requireNonNull(result.test());
        assertThat(test.before().errors()).isEqualTo(2);
        assertThat(test.after().errors()).isEqualTo(2);
        assertThat(test.comparison()).isNull();
        assertThat(RunRecord.read(whole).result()).isEqualTo(result);

        Files.delete(whole.resolve("result.json")); // as if it had been killed right before
        assertThat(timeless(resume(whole, 1, new LetterModel(1, true, NEVER)))).isEqualTo(timeless(result));
    }

    @Test
    void aResumedSessionIsToldTheFullestAssessmentOfEachPrompt() {
        Path whole = folder.resolve("told");
        LetterModel unbroken = new LetterModel(1, true, NEVER);
        begin(whole, 1, unbroken);
        LetterModel dying = new LetterModel(1, true, unbroken.questions());
        Path broken = folder.resolve("half-told");
        assertThatThrownBy(() -> begin(broken, 1, dying)).isInstanceOf(LetterModel.Killed.class);
        LetterModel next = new LetterModel(1, true, NEVER);
        resume(broken, 1, next);

        Set<Prompt> told = new HashSet<>();
        for (Assessment assessment : next.remembered()) {
            assertThat(told.add(assessment.prompt())).isTrue();
            assertThat(assessment.examples()).hasSize(LetterRun.TRAIN);
        }
        assertThat(next.remembered()).extracting(Assessment::complete).contains(true, false);
    }

    @Test
    void whatARunRecordsCanBeReadBackAsItsHistory() {
        for (int seed = 1; seed <= 3; seed++) {
            Path whole = folder.resolve("history" + seed);
            RunResult result = begin(whole, seed, new LetterModel(seed, true, NEVER));
            RunHistory history = RunHistory.of(RunRecord.read(whole));
            assertThat(history.examples()).isEqualTo(LetterRun.split(LetterRun.config(seed)));
            assertThat(Objects.requireNonNull(history.initial()).scored().score())
                    .isEqualTo(result.initialTrainingScore());
            assertThat(history.steps()).hasSize(result.steps());
            for (RunHistory.Step step : history.steps()) {
                assertThat(step.droppedTexts()).hasSize(step.droppedByRoundTrip());
                assertThat(step.candidates()).contains(step.chosen());
            }
            assertThat(history.stoppedBy()).isEqualTo(result.stoppedBy());
            assertThat(history.dev())
                    .extracting(answers -> answers.evaluation().summary())
                    .isEqualTo(result.finalists().stream().map(Finalist::dev).toList());
            TestResult test = Objects.requireNonNull(result.test());
            assertThat(history.test())
                    .extracting(answers -> answers.evaluation().summary())
                    .containsExactly(test.before(), test.after());
            assertThat(Objects.requireNonNull(history.spent()).seconds()).isEqualTo(result.seconds());
            assertThat(Objects.requireNonNull(history.spent()).cost().total())
                    .isEqualTo(result.cost().tokens());
        }
    }

    private static RunResult begin(Path directory, int seed, LetterModel model) {
        return begin(directory, seed, model, RunListener.SILENT);
    }

    private static RunResult begin(Path directory, int seed, LetterModel model, RunListener listener) {
        return new LetterRun(seed, Disk.real()).begin(directory, model, listener);
    }

    private static RunResult resume(Path directory, int seed, LetterModel model) {
        return new LetterRun(seed, Disk.real()).resume(directory, model);
    }

    // what a pause and the work that is done twice change
    private static RunResult timeless(RunResult result) {
        return new RunResult(
                result.initialPrompt(),
                result.finalPrompt(),
                result.initialTrainingScore(),
                result.finalTrainingScore(),
                result.finalists(),
                result.test(),
                Cost.NONE,
                0,
                result.steps(),
                result.stoppedBy(),
                result.readability());
    }

    private static List<String> types(Path directory) {
        return RunRecord.read(directory).events().stream().map(RunEvent::type).toList();
    }

    /** The prompts that a run stepped through. */
    private static List<String> prompts(Path directory) {
        return RunRecord.read(directory).events().stream()
                .filter(event -> event.type().equals("step"))
                .map(event -> event.payload().at("/after/text").asText())
                .toList();
    }
}
