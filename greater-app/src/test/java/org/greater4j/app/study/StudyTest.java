package org.greater4j.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.greater4j.app.Interruption;
import org.greater4j.app.LetterModel;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final List<String> METHODS = List.of("initial", "zero-shot-cot", "greater");
    private static final StudyPlan PLAN =
            Plans.of(List.of("letters"), List.of("one", "other"), METHODS, List.of(1L, 2L), 2);

    @TempDir
    Path folder;

    /** Opens models that answer alike, and counts. */
    private static final class Letters implements ModelOpener {
        final List<LetterModel> opened = new ArrayList<>();
        final Function<RunConfig, LetterModel> models;
        private int lastQuestion;

        /** @param lastQuestion of all models together: the process dies at it */
        Letters(int lastQuestion) {
            this.lastQuestion = lastQuestion;
            this.models = config -> new LetterModel(1, true, this.lastQuestion);
        }

        int questions() {
            return opened.stream().mapToInt(LetterModel::questions).sum();
        }

        @Override
        public GradientModel open(RunConfig config) {
            if (lastQuestion != NEVER && !opened.isEmpty()) {
                lastQuestion -= opened.get(opened.size() - 1).questions();
            }
            opened.add(models.apply(config));
            return opened.get(opened.size() - 1);
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest begun) {
            return open(config);
        }
    }

    private Study.Outcome run(StudyPlan plan, Path directory, ModelOpener models) {
        return new Study(models, StudyListener.SILENT, new Interruption()).run(plan, directory);
    }

    @Test
    void everyCellIsAnOrdinaryRunAndTheModelIsOpenedOnce() {
        Letters letters = new Letters(NEVER);
        Study.Outcome outcome = run(PLAN, folder, letters);

        assertThat(letters.opened).hasSize(1);
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.results()).hasSize(12);
        for (StudyCell cell : PLAN.cells()) {
            RunRecord record = RunRecord.read(folder.resolve(cell.path()));
            assertThat(record.result()).isNotNull();
            assertThat(RunConfig.ofRun(folder.resolve(cell.path())).method()).isEqualTo(cell.method());
            assertThat(folder.resolve(cell.path()).resolve("prompt.txt")).exists();
        }
    }

    @Test
    void methodsThatDoNotSearchMeasureTheirPrompt() {
        run(PLAN, folder, new Letters(NEVER));
        for (StudyCell cell : PLAN.cells()) {
            RunResult result = Objects.requireNonNull(RunRecord.readResult(folder.resolve(cell.path())));
            switch (cell.method()) {
                case "initial" -> {
                    assertThat(result.steps()).isZero();
                    assertThat(result.finalPrompt().text()).isEqualTo(" a b c");
                }
                case "zero-shot-cot" -> {
                    assertThat(result.steps()).isZero();
                    // as far as a tokenizer of letters can spell it
                    assertThat(result.finalPrompt().ids()).hasSize("etsthinkstepbystep.".length());
                }
                default -> assertThat(result.steps()).isEqualTo(2);
            }
        }
    }

    @Test
    void methodsOfOneTaskAndSeedAreMeasuredOnTheSameRows() {
        Study.Outcome outcome = run(PLAN, folder, new Letters(NEVER));
        Set<List<String>> rows = new HashSet<>();
        for (int at = 0; at < outcome.results().size(); at += METHODS.size()) {
            Set<List<String>> ofMethods = new HashSet<>();
            outcome.results()
                    .subList(at, at + METHODS.size())
                    .forEach(result -> ofMethods.add(result.test().outcomes().stream()
                            .map(ExampleOutcome::exampleId)
                            .toList()));
            assertThat(ofMethods).hasSize(1);
            rows.addAll(ofMethods);
        }
        assertThat(rows).hasSize(4); // two tasks, two seeds
    }

    @Test
    void aStudyKilledAtAnyQuestionGoesOnToTheSameTable() throws IOException {
        StudyPlan plan = Plans.of(List.of("letters"), List.of("one"), METHODS, List.of(1L, 2L), 2);
        Letters whole = new Letters(NEVER);
        StudyTable expected = timeless(plan, run(plan, folder.resolve("whole"), whole));
        int midCell = 0;
        for (int question = 1; question <= whole.questions(); question++) {
            Path broken = folder.resolve("broken" + question);
            Letters dying = new Letters(question);
            assertThatThrownBy(() -> run(plan, broken, dying)).isInstanceOf(LetterModel.Killed.class);
            long finished = count(broken, "result.json");
            midCell += count(broken, "manifest.json") > finished ? 1 : 0;
            Letters next = new Letters(NEVER);
            assertThat(timeless(plan, run(plan, broken, next)))
                    .as("killed at question %d", question)
                    .isEqualTo(expected);
            // what was finished was not done again
            assertThat(next.questions()).isLessThanOrEqualTo(whole.questions());
        }
        assertThat(midCell).isPositive();
        Letters nothing = new Letters(NEVER);
        assertThat(timeless(plan, run(plan, folder.resolve("whole"), nothing))).isEqualTo(expected);
        assertThat(nothing.opened).isEmpty();
    }

    @Test
    void cellsMayBeAddedLater() {
        Letters first = new Letters(NEVER);
        run(Plans.of(List.of("letters"), List.of("one"), METHODS, List.of(1L), 2), folder, first);
        Letters second = new Letters(NEVER);
        Study.Outcome outcome = run(PLAN, folder, second);

        Letters whole = new Letters(NEVER);
        StudyTable expected = timeless(PLAN, run(PLAN, folder.resolve("whole"), whole));
        assertThat(timeless(PLAN, outcome)).isEqualTo(expected);
        assertThat(first.questions() + second.questions()).isEqualTo(whole.questions());
    }

    @Test
    void cellsThatWereNotRunAlikeAreToldBeforeTheWorkAndInTheTable() throws IOException {
        StudyPlan half = Plans.of(List.of("letters"), List.of("one", "other"), METHODS, List.of(1L), 2);
        Study.Outcome first = run(half, folder, described("2"));
        assertThat(first.differences()).isEmpty();
        Path manifest = folder.resolve("letters/one/initial/seed-1/manifest.json");
        String whole = Files.readString(manifest);
        Files.writeString(
                manifest, whole.replaceFirst("\"greaterVersion\" : \"[^\"]*\"", "\"greaterVersion\" : \"0.0.9+abc\""));

        List<List<String>> told = new ArrayList<>();
        StudyListener listener = new StudyListener() {
            @Override
            public void conditionsDiffer(List<String> differences) {
                told.add(differences);
            }
        };
        Study.Outcome outcome = new Study(described("4"), listener, new Interruption()).run(PLAN, folder);
        assertThat(told).hasSize(2);
        assertThat(told.get(0))
                .singleElement()
                .asString()
                .startsWith("program: 0.0.9+abc in letters/one/initial/seed-1, ")
                .contains(" in letters/one/zero-shot-cot/seed-1 and ");
        assertThat(told.get(1)).isEqualTo(outcome.differences()).hasSize(2);
        assertThat(outcome.differences().get(1))
                .isEqualTo("threads: 2 in letters/one/initial/seed-1 and 5 more,"
                        + " 4 in letters/one/initial/seed-2 and 5 more");
        StudyTable table = StudyFiles.table(PLAN, outcome);
        assertThat(StudyFiles.markdown(table)).contains("Not run alike", "threads: 2 in letters");
        assertThat(StudyFiles.html(table)).contains("threads: 2 in letters");
        StudyFiles.write(table, folder);
        assertThat(Objects.requireNonNull(StudyFiles.read(folder)).differences())
                .isEqualTo(outcome.differences());
        // nothing is left to do, and nothing is said before the table is
        told.clear();
        new Study(described("4"), listener, new Interruption()).run(PLAN, folder);
        assertThat(told).containsExactly(outcome.differences());
    }

    private static ModelOpener described(String threads) {
        Letters letters = new Letters(NEVER);
        return new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                letters.open(config);
                return letters.opened.get(letters.opened.size() - 1).described("0", Map.of("threads", threads));
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return open(config);
            }
        };
    }

    @Test
    void cellsThatWereRunWithOtherSettingsAreRefusedAllAtOnce() {
        run(PLAN, folder, new Letters(NEVER));
        StudyPlan longer = Plans.of(List.of("letters"), List.of("one", "other"), METHODS, List.of(1L, 2L), 3);

        assertThatThrownBy(() -> run(longer, folder, new Letters(NEVER)))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN))
                .hasMessageContaining("4 problems")
                .hasMessageContaining(folder.resolve("letters/one/greater/seed-1") + ": search.steps was 2 and is 3")
                // which take no steps, whatever their number
                .hasMessageNotContaining("letters/one/initial")
                .hasMessageNotContaining("letters/one/zero-shot-cot");
    }

    @Test
    void aTaskThatChangedIsRefused() {
        run(PLAN, folder, new Letters(NEVER));
        StudyPlan changed = new StudyPlan(
                "letters",
                PLAN.cells().stream()
                        .map(cell -> new StudyCell(
                                cell.model(),
                                cell.taskName(),
                                cell.method(),
                                cell.seed(),
                                cell.config(),
                                Plans.task("another")))
                        .toList());

        assertThatThrownBy(() -> run(changed, folder, new Letters(NEVER)))
                .hasMessageContaining("expected the same task as when it began");
    }

    @Test
    void aModelThatFailsLeavesItsCellsOutAndIsTriedAgain() {
        StudyPlan two = Plans.of(List.of("good", "bad"), List.of("one"), METHODS, List.of(1L), 1);
        StudyPlan named = new StudyPlan(
                two.name(),
                two.cells().stream()
                        .map(cell -> new StudyCell(
                                cell.model(),
                                cell.taskName(),
                                cell.method(),
                                cell.seed(),
                                cell.model().equals("bad") ? withDtype(cell.config(), "bfloat16") : cell.config(),
                                cell.task()))
                        .toList());
        Letters letters = new Letters(NEVER);
        int[] refusals = {0};
        ModelOpener refusing = new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                if (config.dtype().equals("bfloat16")) {
                    refusals[0]++;
                    throw new GreaterException(ErrorCode.DOWNLOAD_FAILED, "no network");
                }
                return letters.open(config);
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return letters.reopen(config, begun);
            }
        };

        Study.Outcome outcome = run(named, folder, refusing);

        assertThat(outcome.results()).hasSize(3);
        assertThat(outcome.failures()).hasSize(3);
        assertThat(refusals[0]).isEqualTo(1);
        StudyTable table = StudyFiles.table(named, outcome);
        assertThat(table.missing()).hasSize(3).first().asString().isEqualTo("bad, one, initial, seed 1: no network");
        assertThat(StudyFiles.markdown(table))
                .contains("| bad ", "–", "Missing: bad, one, greater, seed 1: no network");
        assertThat(run(named, folder, letters).failures()).isEmpty();
    }

    @Test
    void whatWouldFailEveryCellEndsTheStudy() {
        ModelOpener full = new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                throw new GreaterException(ErrorCode.NOT_WRITABLE, "disk full");
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return open(config);
            }
        };
        assertThatThrownBy(() -> run(PLAN, folder, full)).hasMessage("disk full");
    }

    @Test
    void aSpentBudgetEndsTheStudyWithTheTableSoFar() {
        Letters letters = new Letters(NEVER);
        int[] opened = {0};
        ModelOpener spent = new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                opened[0]++;
                if (config.maxNewTokens() == 3) {
                    throw new GreaterException(ErrorCode.BUDGET_SPENT, "all of it taken");
                }
                return letters.open(config);
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return letters.reopen(config, begun);
            }
        };
        List<StudyCell> cells = new ArrayList<>(PLAN.cells());
        StudyCell third = cells.get(2);
        cells.set(
                2,
                new StudyCell(
                        third.model(),
                        third.taskName(),
                        third.method(),
                        third.seed(),
                        third.config().withMaxNewTokens(3),
                        third.task()));
        StudyPlan plan = new StudyPlan(PLAN.name(), cells);

        Study.Outcome outcome = run(plan, folder, spent);

        assertThat(opened[0]).as("of the cells after it, none was begun").isEqualTo(2);
        assertThat(outcome.ended()).hasMessage("all of it taken");
        assertThat(outcome.results()).hasSize(2);
        assertThat(StudyFiles.table(plan, outcome).missing())
                .hasSize(10)
                .startsWith(
                        "letters, one, greater, seed 1: all of it taken",
                        "letters, one, initial, seed 2: left out, since the budget of calls over the network was spent before");
        assertThat(run(plan, folder, letters).ended()).isNull();
    }

    @Test
    void aPlanWhoseCellsFallTogetherIsRefused() {
        StudyPlan twice = Plans.of(List.of("letters"), List.of("a/b", "a-b"), METHODS, List.of(1L), 1);
        assertThatThrownBy(() -> run(twice, folder, new Letters(NEVER)))
                .hasMessageContaining("expected names that differ as folders");
        assertThatThrownBy(() -> run(new StudyPlan("none", List.of()), folder, new Letters(NEVER)))
                .hasMessageContaining("found no cell");
    }

    @Test
    void interruptionIsHeeded() {
        Interruption interruption = new Interruption();
        StudyListener listener = new StudyListener() {
            @Override
            public void cellStarted(StudyCell cell, int number, boolean resumed) {
                if (number == 3) {
                    interruption.request();
                }
            }
        };
        assertThatThrownBy(() -> new Study(new Letters(NEVER), listener, interruption).run(PLAN, folder))
                .isInstanceOf(Interruption.Requested.class);
        assertThat(timeless(PLAN, run(PLAN, folder, new Letters(NEVER))).entries())
                .hasSize(6);
    }

    @Test
    void timeLeftIsKnownOnceEveryMethodWasSeen() {
        StudyEstimate estimate = new StudyEstimate();
        List<StudyCell> left = PLAN.cells().subList(3, 12);
        assertThat(estimate.of(left)).isNegative();
        estimate.finished(PLAN.cells().get(0), 1);
        estimate.finished(PLAN.cells().get(1), 2);
        assertThat(estimate.of(left)).isNegative();
        estimate.finished(PLAN.cells().get(2), 30);
        assertThat(estimate.of(left)).isEqualTo(3 * 33.0);
        assertThat(estimate.of(List.of())).isZero();
    }

    private static RunConfig withDtype(RunConfig config, String dtype) {
        return new RunConfig(
                config.model(),
                config.task(),
                config.sizes(),
                config.search(),
                config.maxNewTokens(),
                config.answerTemperature(),
                config.fluencyWeight(),
                config.placement(),
                config.frozenBefore(),
                config.frozenAfter(),
                config.init(),
                dtype,
                config.device(),
                config.budget(),
                config.measureTest(),
                config.accelerations(),
                config.method());
    }

    private static long count(Path directory, String name) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .count();
        }
    }

    /** The table without what a pause and the work that is done twice change. */
    private static StudyTable timeless(StudyPlan plan, Study.Outcome outcome) {
        StudyTable table = StudyFiles.table(plan, outcome);
        return new StudyTable(
                table.name(),
                table.models(),
                table.tasks(),
                table.methods(),
                table.seeds(),
                table.reference(),
                table.rival(),
                table.entries().stream()
                        .map(entry -> new StudyTable.Entry(
                                entry.model(),
                                entry.task(),
                                entry.method(),
                                entry.accuracy(),
                                entry.comparison(),
                                entry.againstRival(),
                                entry.paper(),
                                entry.dev(),
                                null,
                                0,
                                0,
                                entry.calls(),
                                entry.noProposals(),
                                entry.money(),
                                entry.currency(),
                                entry.runs().stream()
                                        .map(run -> new StudyTable.Run(
                                                run.seed(),
                                                run.directory(),
                                                run.accuracy(),
                                                run.rows(),
                                                run.initialPrompt(),
                                                run.finalPrompt(),
                                                0,
                                                0))
                                        .toList()))
                        .toList(),
                table.means(),
                table.summaries(),
                table.missing(),
                table.differences());
    }
}
