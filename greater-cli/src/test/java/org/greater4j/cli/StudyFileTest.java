package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.greater4j.app.Defaults;
import org.greater4j.app.Methods;
import org.greater4j.app.study.StudyCell;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.SplitSizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {
    @TempDir
    Path folder;

    private StudyPlan plan(String yaml) throws IOException {
        return StudyFile.read(Files.writeString(folder.resolve("first.yaml"), yaml), Map.of());
    }

    private AbstractThrowableAssert<?, ?> refused(String yaml) {
        return assertThatThrownBy(() -> plan(yaml))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION));
    }

    @Test
    void aGridHasEveryCellOnce() throws IOException {
        StudyPlan plan = plan("""
                tasks: [gen/sentiment, gen/is_animal]
                methods: [initial, zero-shot-cot, greater]
                seeds: [1, 2]
                settings:
                  train: 5
                  dev: 4
                  test: 6
                  steps: 3
                  keep-incumbent: true
                """);

        assertThat(plan.name()).isEqualTo("first");
        assertThat(plan.cells()).hasSize(12);
        assertThat(plan.reference()).isEqualTo("initial");
        assertThat(plan.models()).containsExactly(Defaults.MODEL);
        assertThat(plan.cells().stream().map(StudyCell::path).distinct()).hasSize(12);
        for (StudyCell cell : plan.cells()) {
            assertThat(cell.config().sizes()).isEqualTo(new SplitSizes(5, 4, 6));
            assertThat(cell.config().search().steps()).isEqualTo(3);
            assertThat(cell.config().search().keepIncumbent()).isTrue();
            assertThat(cell.config().search().seed()).isEqualTo(cell.seed());
            assertThat(cell.config().method()).isEqualTo(cell.method());
            assertThat(cell.config().task().name()).isEqualTo(cell.taskName());
            assertThat(cell.task().name()).isEqualTo(cell.taskName());
        }
    }

    @Test
    void whatIsLeftOutIsTheDefault() throws IOException {
        StudyPlan plan = plan("tasks: gen/sentiment\n");

        assertThat(plan.methods()).containsExactly("initial", "zero-shot-cot", "greater");
        assertThat(plan.seeds()).containsExactly(Defaults.SEED);
        assertThat(plan.cells().get(2).config()).isEqualTo(Defaults.run());
    }

    @Test
    void entriesHaveOptionsOfTheirOwnWhichWin() throws IOException {
        Path reviews = Files.writeString(
                folder.resolve("reviews.csv"), "text,kind\na,Yes\nb,No\nc,Yes\nd,No\ne,Yes\nf,No\ng,No\nh,Yes\n");
        StudyPlan plan = plan("""
                name: Of one's own
                tasks:
                  - {task: '%s', question-field: text, answer-field: kind, labels: [Yes, No], train: 3, dev: 2, test: 3}
                  - task: gen/sentiment
                    name: kindness
                methods:
                  - greater
                  - {method: greater, name: longer, steps: 9, init: "Think hard."}
                settings: {steps: 2, max-new-tokens: 12}
                """.formatted(reviews));

        assertThat(plan.name()).isEqualTo("Of one's own");
        assertThat(plan.tasks()).containsExactly("reviews.csv", "kindness");
        assertThat(plan.methods()).containsExactly("greater", "longer");
        StudyCell longer = plan.cells().get(1);
        assertThat(longer.config().task().labels()).containsExactly("Yes", "No");
        assertThat(longer.config().sizes()).isEqualTo(new SplitSizes(3, 2, 3));
        assertThat(longer.config().search().steps()).isEqualTo(9);
        assertThat(longer.config().init()).isEqualTo("Think hard.");
        assertThat(longer.config().maxNewTokens()).isEqualTo(12);
        assertThat(plan.cells().get(0).config().search().steps()).isEqualTo(2);
        assertThat(plan.reference()).isNull();
    }

    @Test
    void thePapersNameOfAMethodIsKnown() throws IOException {
        StudyPlan plan = plan("tasks: gen/sentiment\nmethods: [initial, apo]\n");
        assertThat(plan.cells()).extracting(cell -> cell.config().method()).containsExactly("initial", "protegi");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsKeyAndLine() {
        refused("""
                tasks:
                  - gen/sentimental
                  - {task: gen/sentiment, stepz: 3}
                  - {name: nameless}
                  - gen/is_animal
                  - gen/is_animal
                methods: [initial, magic, {method: greater, test: 9}]
                seeds: [1, one, 1]
                sedes: [3]
                settings:
                  steps: many
                  train: 0
                  model: other
                  keep-incumbent: perhaps
                """)
                .hasMessageContaining("line 2, tasks: task: expected gen/NAME")
                .hasMessageContaining("line 3, tasks.stepz: unknown key 'stepz'; did you mean steps")
                .hasMessageContaining("line 4, tasks: expected a name, or a map with the key 'task'")
                .hasMessageContaining("line 6, tasks: expected distinct names, found 'gen/is_animal' again")
                .hasMessageContaining(
                        "line 7, methods: expected one of " + String.join(", ", Methods.labels()) + ", found 'magic'")
                .hasMessageContaining("line 7, methods.test: expected it in `settings` or beside a task")
                .hasMessageContaining("line 8, seeds: expected a whole number, found 'one'")
                .hasMessageContaining("line 8, seeds: expected distinct seeds, found 1 again")
                .hasMessageContaining(
                        "line 9, sedes: expected one of the keys name, tasks, methods, models, seeds, settings, found another; did"
                                + " you mean seeds?")
                .hasMessageContaining("line 11, settings.steps: expected a whole number")
                .hasMessageContaining("line 12, settings.train: expected at least 1, found 0")
                .hasMessageContaining("line 13, settings.model: expected an option of the runs")
                .hasMessageContaining("line 14, ")
                .hasMessageContaining("expected true or false, found 'perhaps'")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void tagsAliasesAndKeysThatStandThereTwiceAreRefused() {
        refused("""
                tasks: !!java.util.Date [gen/sentiment]
                seeds: &some [1]
                methods: *some
                seeds: [2]
                """)
                .hasMessageContaining("line 1: expected values without a tag")
                .hasMessageContaining("line 3: expected a value, found the alias *some")
                .hasMessageContaining("expected each key once, found 'seeds' again");
    }

    @Test
    void whatIsNoStudyIsRefused() {
        refused("[1, 2]").hasMessageContaining("expected one map of keys");
        refused("").hasMessageContaining("expected one map of keys");
        refused("tasks: [a\n").hasMessageContaining("expected YAML, found").hasMessageContaining("at line ");
        refused("seeds: [1]\n").hasMessageContaining("tasks: expected a list of tasks");
        refused("tasks: []\nseeds: []\n")
                .hasMessageContaining("line 1, tasks: expected at least one task")
                .hasMessageContaining("line 2, seeds: expected at least one");
        refused("tasks: gen/sentiment\nsettings: 3\n").hasMessageContaining("line 2, settings: expected options");
        refused("tasks: gen/sentiment\nsettings:\n  train: 299\n  test: 100\n")
                .hasMessageContaining("expected at most 300 examples");
        assertThatThrownBy(() -> StudyFile.read(folder.resolve("absent.yaml"), Map.of()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @Test
    void theCommandTellsTheCellsAndRefusesFoldersOfOthers() throws IOException {
        Path file =
                Files.writeString(folder.resolve("grid.yaml"), "tasks: gen/sentiment\nmethods: [initial, greater]\n");
        CommandRun told = CommandRun.of("study", file.toString(), "--check").succeeds();
        assertThat(told.out())
                .startsWith("grid: 2 runs: 1 task × 2 methods × 1 model × 1 seed\n")
                .contains("  runs/grid/smollm2-135m-instruct/gen-sentiment/greater/seed-1\n");
        assertThat(CommandRun.of("study", file.toString(), "--check", "--json")
                        .succeeds()
                        .json()
                        .path("cells"))
                .hasSize(2);
        CommandRun.of("study").fails(2, "INVALID_OPTION");
        CommandRun.of("study", folder.resolve("absent.yaml").toString()).fails(2, "FILE_NOT_FOUND");
        assertThat(CommandRun.of("study", file.toString(), "--out", folder.toString())
                        .fails(2, "OUTPUT_EXISTS")
                        .err())
                .contains("expected a new or empty folder, or one with study.yaml, found grid.yaml");
        assertThat(folder.toFile().list()).containsExactly("grid.yaml");
    }
}
