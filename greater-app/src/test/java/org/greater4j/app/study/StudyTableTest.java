package org.greater4j.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.greater4j.app.Defaults;
import org.greater4j.app.Methods;
import org.greater4j.app.RunConfig;
import org.greater4j.app.TaskChoice;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluations;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.evaluate.Verdict;
import org.greater4j.evaluate.WilsonInterval;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.Finalist;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunResult;
import org.greater4j.tasks.TaskCatalogue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of results that are written by hand. */
class StudyTableTest {
    private static final String GEMMA = "google/gemma-2-9b-it@abc";

    private final List<StudyCell> cells = new ArrayList<>();
    private final List<CellResult> results = new ArrayList<>();
    private @Nullable Long searchTokens = 400L;

    private void add(String model, String task, String method, long seed, String outcomes) {
        RunConfig config = withTask(Plans.config(seed, 2).withMethod(method), task);
        StudyCell cell = new StudyCell(model, task, method, seed, config, Plans.task("one"));
        cells.add(cell);
        ModelInfo info = new ModelInfo(model, "none", "", "0", 1, 1, "float32", "cpu", Map.of());
        Evaluation evaluation = Evaluations.of(outcomes);
        RecordedPrompt prompt = new RecordedPrompt(
                // as if APE had found what GReaTer finds
                " <b> | " + (method.equals("ape") ? "greater" : method), List.of(1));
        RunResult result = new RunResult(
                prompt,
                prompt,
                1.0,
                0.5,
                List.of(new Finalist(
                        prompt, 0.5, Evaluations.of(seed == 1 ? "RRRW" : "RRWU").summary())),
                null,
                new Cost(1000 * seed, 0, 0),
                60,
                2,
                "steps",
                new Readability(1, 1),
                method.equals("opro")
                        ? new FeedbackFigures("m", 30, 0, 2, 20, 5, 1, 60, new Cost(200, 0, 0), null)
                        : null,
                searchTokens == null ? null : new Cost(searchTokens * seed, 0, 0));
        results.add(new CellResult(cell, info, result, evaluation));
    }

    private StudyTable table() {
        return StudyFiles.table(plan(), new Study.Outcome(results, List.of()));
    }

    private StudyPlan plan() {
        return new StudyPlan("study <1>", cells);
    }

    private static StudyTable.Entry entry(StudyTable table, String model, String task, String method) {
        return Objects.requireNonNull(table.entry(model, task, method));
    }

    private static StudyTable.Mean mean(StudyTable table, String group, String method) {
        return table.means().stream()
                .filter(mean -> mean.group().equals(group) && mean.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private void twoTasks() {
        add(GEMMA, "gsm8k", "initial", 1, "RRWWWWWWWW");
        add(GEMMA, "gsm8k", "greater", 1, "RRRRRRRRRR");
        add(GEMMA, "gsm8k", "initial", 2, "RRWWWWWWUU");
        add(GEMMA, "gsm8k", "greater", 2, "RRRRRRRRWW");
        add(GEMMA, "folio", "initial", 1, "RRRRRWWWWW");
        add(GEMMA, "folio", "greater", 1, "RRRRWRWWWW");
        add(GEMMA, "folio", "initial", 2, "RRRRRRWWWW");
        add(GEMMA, "folio", "greater", 2, "RRRRRRWWWW");
    }

    @Test
    void anEntryHasMeanSpreadIntervalAndTheComparisonOverRuns() {
        twoTasks();
        StudyTable table = table();

        StudyTable.Entry greater = entry(table, GEMMA, "gsm8k", "greater");
        assertThat(greater.accuracy().mean()).isCloseTo(0.9, within(1e-12));
        assertThat(greater.accuracy().spread()).isCloseTo(0.2 / Math.sqrt(2), within(1e-12));
        // the same ten questions twice are ten questions
        assertThat(greater.accuracy().interval().low())
                .isCloseTo(WilsonInterval.of(9, 10).low(), within(1e-12));
        assertThat(greater.accuracy().right()).isEqualTo(18);
        assertThat(greater.tokens()).isEqualTo(1500);
        assertThat(greater.runs()).extracting(StudyTable.Run::accuracy).containsExactly(1.0, 0.8);
        var comparison = Objects.requireNonNull(greater.comparison());
        assertThat(comparison.runs()).isEqualTo(2);
        assertThat(comparison.questions()).isEqualTo(10);
        assertThat(comparison.fixed()).isEqualTo(14);
        assertThat(comparison.difference()).isCloseTo(0.7, within(1e-12));
        assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparison.runsPValue()).isEqualTo(0.5);
        assertThat(entry(table, GEMMA, "gsm8k", "initial").comparison()).isNull();
        assertThat(Objects.requireNonNull(
                                entry(table, GEMMA, "folio", "greater").comparison())
                        .verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    void withOneSeedTheTestIsMcNemars() {
        add("m", "gen/a", "initial", 1, "RRWWWWWWWW");
        add("m", "gen/a", "greater", 1, "RWRRRRRRRR");
        var comparison =
                Objects.requireNonNull(entry(table(), "m", "gen/a", "greater").comparison());
        PairedComparison pair =
                PairedComparison.of(results.get(0).test(), results.get(1).test());
        assertThat(comparison.questionsPValue()).isCloseTo(pair.pValue(), within(1e-12));
        assertThat(comparison.interval()).isEqualTo(pair.differenceInterval());
    }

    @Test
    void meansAreOverTheTasksThatEveryMethodFinished() {
        twoTasks();
        add(GEMMA, "gen/c", "initial", 1, "RRRR");
        add(GEMMA, "gen/c", "greater", 1, "RRRR");
        add(GEMMA, "gen/c", "initial", 2, "RRRR");
        StudyTable table = table();

        StudyTable.Mean mean = mean(table, "all", "greater");
        assertThat(mean.tasks()).isEqualTo(2);
        assertThat(mean.mean()).isCloseTo((0.9 + 0.55) / 2, within(1e-12));
        // over seeds: (1 + 0.5) / 2 and (0.8 + 0.6) / 2
        assertThat(mean.spread()).isCloseTo(0.05 / Math.sqrt(2), within(1e-12));
        var comparison = Objects.requireNonNull(mean.comparison());
        assertThat(comparison.difference()).isCloseTo((0.7 + 0.0) / 2, within(1e-12));
        assertThat(comparison.better()).isEqualTo(1);
        assertThat(comparison.worse()).isZero();
        assertThat(mean(table, "all", "initial").comparison()).isNull();
    }

    @Test
    void thePapersFiguresStandWhereModelTaskAndMethodAreTheSame() {
        twoTasks();
        add("smollm2", "gsm8k", "greater", 1, "R");
        add(GEMMA, "gen/c", "greater", 1, "R");
        StudyTable table = table();

        assertThat(entry(table, GEMMA, "gsm8k", "greater").paper()).isEqualTo(0.894);
        assertThat(entry(table, GEMMA, "folio", "greater").paper()).isEqualTo(0.691);
        assertThat(entry(table, GEMMA, "gsm8k", "initial").paper()).isNull();
        assertThat(entry(table, GEMMA, "gen/c", "greater").paper()).isNull();
        assertThat(entry(table, "smollm2", "gsm8k", "greater").paper()).isNull();
        assertThat(PaperFigures.of("/models/Meta-Llama-3-8B-Instruct.Q8_0.gguf", "folio", "zero-shot-cot"))
                .isEqualTo(0.586);
        assertThat(PaperFigures.of(
                        GEMMA, "folio", Plans.config(1, 2).withMethod("apo").method()))
                .as("the paper's APO is protegi")
                .isEqualTo(0.631);
        assertThat(Methods.find("apo")).contains(Methods.PROTEGI);
        assertThat(Methods.find("evoprompt")).contains(Methods.EVOPROMPT_GA);
        assertThat(Methods.labels()).contains("protegi").doesNotContain("apo", "evoprompt");
        assertThat(PaperFigures.of("Llama-3.1-8B-Instruct", "folio", "greater")).isNull();
        assertThat(PaperFigures.of("gemma-2-2b-it", "gsm8k", "greater")).isNull();
    }

    @Test
    void thePapersMeanOfBbhNeedsItsTasks() {
        List<String> bbh = TaskCatalogue.entries().stream()
                .filter(entry -> entry.name().startsWith("bbh/") && entry.inThePaper())
                .map(TaskCatalogue.Entry::name)
                .toList();
        assertThat(bbh).hasSize(21);
        bbh.forEach(task -> {
            add(GEMMA, task, "initial", 1, "RW");
            add(GEMMA, task, "greater", 1, "RR");
        });
        StudyTable.Mean mean = mean(table(), "bbh", "greater");
        assertThat(mean.paper()).isEqualTo(0.766);
        var comparison = Objects.requireNonNull(mean.comparison());
        assertThat(comparison.pValue()).isCloseTo(Math.pow(0.5, 20), within(1e-15));

        cells.removeIf(cell -> cell.taskName().equals(bbh.get(0)));
        results.removeIf(result -> result.cell().taskName().equals(bbh.get(0)));
        assertThat(mean(table(), "bbh", "greater").paper()).isNull();
    }

    @Test
    void markdownHasTasksAsRowsAndMethodsAsColumns() {
        twoTasks();
        String text = StudyFiles.markdown(table());

        assertThat(text)
                .startsWith("# study <1>\n\n## Accuracy on held-out examples, in per cent\n")
                .contains("""
                        | task            |    initial |              greater |
                        | --------------- | ---------: | -------------------: |
                        | gsm8k           | 20.0 ± 0.0 | 90.0 ± 14.1 ▲ (89.4) |
                        | folio           | 55.0 ± 7.1 |    55.0 ± 7.1 (69.1) |
                        | mean of 2 tasks | 37.5 ± 3.5 |           72.5 ± 3.5 |
                        """)
                .contains("seeds 1, 2.")
                .contains("## Against initial, on the same rows")
                .contains("## Outcomes and cost")
                .containsPattern("method +\\| +dev \\| +test \\| +95 % interval \\|")
                .containsPattern("gsm8k \\| initial \\| 62.5 \\| 20.0 \\|");
        for (String block : text.split("\n\n")) {
            if (block.startsWith("|")) {
                assertThat(Arrays.stream(block.split("\n")).map(String::length).distinct())
                        .hasSize(1);
            }
        }
    }

    private void threeMethods() {
        for (String task : List.of("gsm8k", "folio")) {
            add(GEMMA, task, "initial", 1, "RRWWWWWWWW");
            add(GEMMA, task, "greater", 1, "RRRRRRWWWW");
            add(GEMMA, task, "opro", 1, task.equals("folio") ? "RRRRRRWWWW" : "RRRRWWWWWW");
        }
    }

    @Test
    void whatASearchSpentStandsApartFromWhatTheRunDid() {
        twoTasks();
        assertThat(entry(table(), GEMMA, "gsm8k", "greater").searchTokens()).isEqualTo(600);
        cells.clear();
        results.clear();
        threeMethods();
        StudyTable.Entry opro = entry(table(), GEMMA, "gsm8k", "opro");
        assertThat(opro.calls()).as("30 requests and 60 questions").isEqualTo(90);
        assertThat(opro.searchTokens()).isEqualTo(400);
        assertThat(opro.tokens()).isEqualTo(1000);
        assertThat(StudyFiles.markdown(table())).contains("| search tokens | all tokens |");
    }

    @Test
    void recordsOfEarlierVersionsDontTellWhatASearchSpent() {
        searchTokens = null;
        threeMethods();
        StudyTable table = table();
        assertThat(entry(table, GEMMA, "gsm8k", "opro").searchTokens()).isNull();
        assertThat(StudyFiles.markdown(table)).contains("|             – |          1 |");
    }

    @Test
    void meansAreHeldAgainstGreaterToo() {
        threeMethods();
        StudyTable table = table();
        var rival = Objects.requireNonNull(mean(table, "all", "opro").againstRival());
        // 2 of 10 fewer on one task, as many on the other
        assertThat(rival.difference()).isCloseTo(-0.1, within(1e-12));
        assertThat(rival.tasks()).isEqualTo(2);
        assertThat(mean(table, "all", "greater").againstRival()).isNull();
        String text = StudyFiles.markdown(table);
        String against = text.substring(text.indexOf("## Against greater"));
        assertThat(against.substring(0, against.indexOf("## Outcomes")))
                .containsPattern("mean of 2 tasks \\| opro +\\| +-10.0 \\|");
        List<String> csv = StudyFiles.csv(table).lines().toList();
        assertThat(csv)
                .allMatch(line -> line.chars().filter(sign -> sign == ',').count() >= 35);
        assertThat(csv.get(csv.size() - 1)).contains("-0.1000");
    }

    @Test
    void methodsThatEndedWithOnePromptAreNoDrawBetweenTwo() {
        for (String method : List.of("initial", "greater", "ape", "opro")) {
            add(GEMMA, "gsm8k", method, 1, "RRWW");
        }
        String text = StudyFiles.markdown(table());
        String against = text.substring(text.indexOf("## Against greater"), text.indexOf("## Outcomes"));
        assertThat(against)
                .containsPattern("gsm8k +\\| ape .*same prompt")
                .containsPattern("gsm8k +\\| opro .*no difference shown");
    }

    @Test
    void thePapersShapeHasMethodsAsRowsAndDataSetsAsColumns() throws IOException {
        twoTasks();
        for (String method : List.of("initial", "greater")) {
            for (long seed = 1; seed <= 2; seed++) {
                add(GEMMA, "bbh/navigate", method, seed, "RW");
                add(GEMMA, "bbh/snarks", method, seed, "RR");
                add(GEMMA, "gen/a", method, seed, "RWWW");
            }
        }
        add(GEMMA, "gen/b", "greater", 1, "RRRR");
        StudyTable table = table();
        assertThat(StudyFiles.markdown(table)).contains("""
                ## By data set, in per cent

                | method  |              GSM8K | BBH (mean of 2 tasks) |             FOLIO | other (1 task) |
                | ------- | -----------------: | --------------------: | ----------------: | -------------: |
                | initial |         20.0 ± 0.0 |            75.0 ± 0.0 |        55.0 ± 7.1 |     25.0 ± 0.0 |
                | greater | 90.0 ± 14.1 (89.4) |            75.0 ± 0.0 | 55.0 ± 7.1 (69.1) |     25.0 ± 0.0 |
                """);
        assertThat(StudyFiles.html(table)).contains("<th>BBH (mean of 2 tasks)</th>", "<td>90.0 ± 14.1 (89.4)</td>");
        assertThat(StudyFiles.dataSetsCsv(table)).isEqualTo("""
                method,GSM8K,"GSM8K, paper",BBH (mean of 2 tasks),"BBH (mean of 2 tasks), paper",FOLIO,"FOLIO, paper",other (1 task),"other (1 task), paper"
                initial,0.2000,,0.7500,,0.5500,,0.2500,
                greater,0.9000,0.8940,0.7500,,0.5500,0.6910,0.2500,
                """);
        JsonNode summary = new ObjectMapper().readTree(StudyFiles.json(table)).at("/summaries/1");
        assertThat(summary.path("dataSet").asText() + " "
                        + summary.path("method").asText())
                .isEqualTo("gsm8k greater");
        assertThat(summary.path("paper").asDouble()).isEqualTo(0.894);
    }

    @Test
    void modelsOfAStudyStandBesideEachOtherInThePapersShape() {
        add(GEMMA, "gsm8k", "initial", 1, "RW");
        add(GEMMA, "gsm8k", "protegi", 1, "RR");
        add("smollm2", "gsm8k", "initial", 1, "WW");
        assertThat(StudyFiles.markdown(table())).contains("""
                | method  | google/gemma-2-9b-it@abc: GSM8K | smollm2: GSM8K |
                | ------- | ------------------------------: | -------------: |
                | initial |                            50.0 |            0.0 |
                | protegi |                    100.0 (88.6) |              – |
                """);
    }

    @Test
    void thePapersMeanOfBbhStandsInItsShapeToo() {
        TaskCatalogue.entries().stream()
                .filter(entry -> entry.name().startsWith("bbh/") && entry.inThePaper())
                .forEach(task -> add(GEMMA, task.name(), "protegi", 1, "RW"));
        assertThat(StudyFiles.markdown(table())).contains("| BBH (mean of 21 tasks) |", "50.0 (72.3) |");
    }

    @Test
    void aTableOfAnOlderVersionIsReadWithoutTheNewFigures(@TempDir Path directory) throws IOException {
        twoTasks();
        JsonNode json = new ObjectMapper().readTree(StudyFiles.json(table()));
        ((ObjectNode) json).remove("summaries");
        Files.writeString(directory.resolve("table.json"), json.toString());
        StudyTable old = Objects.requireNonNull(StudyFiles.read(directory));
        assertThat(old.entries()).isEqualTo(table().entries());
        assertThat(StudyFiles.markdown(old)).doesNotContain("By data set");
    }

    @Test
    void csvAndJsonHoldTheSameFigures() throws IOException {
        twoTasks();
        StudyTable table = table();
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(StudyFiles.csv(table)))
                .getRecords();
        JsonNode json = new ObjectMapper().readTree(StudyFiles.json(table));

        assertThat(rows).hasSize(6);
        for (int at = 0; at < 4; at++) {
            JsonNode entry = json.path("entries").get(at);
            CSVRecord row = rows.get(at);
            assertThat(row.get("task")).isEqualTo(entry.path("task").asText());
            assertThat(row.get("method")).isEqualTo(entry.path("method").asText());
            assertThat(Double.parseDouble(row.get("accuracy")))
                    .isCloseTo(entry.at("/accuracy/mean").asDouble(), within(5e-5));
            assertThat(row.get("right")).isEqualTo(entry.at("/accuracy/right").asText());
            assertThat(row.get("dev")).as("3 of 4 and 2 of 4").isEqualTo("0.6250");
            assertThat(row.get("verdict").isEmpty())
                    .isEqualTo(entry.path("comparison").isNull());
        }
        assertThat(rows.get(1).get("p")).isEqualTo("0.0078125");
        assertThat(rows.get(5).get("task")).isEqualTo("mean of 2 tasks, all");
        assertThat(json.at("/entries/0/runs/0/directory").asText())
                .isEqualTo("google-gemma-2-9b-it-abc/gsm8k/initial/seed-1");
        assertThat(json.path("reference").asText()).isEqualTo("initial");
    }

    @Test
    void aTableThatWasWrittenIsReadBackAsItWas(@TempDir Path directory) throws IOException {
        assertThat(StudyFiles.read(directory)).isNull();
        twoTasks();
        StudyFiles.write(table(), directory);
        assertThat(StudyFiles.read(directory)).isEqualTo(table());
        assertThat(StudyFiles.grids(table()))
                .hasSizeGreaterThan(1)
                .allSatisfy(grid -> assertThat(grid.rows()).isNotEmpty());
        Files.writeString(directory.resolve("table.json"), "{");
        assertThatThrownBy(() -> StudyFiles.read(directory))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("study: expected a table that can be read");
    }

    @Test
    void htmlEscapesWhatItShows() {
        twoTasks();
        assertThat(StudyFiles.html(table()))
                .contains("<title>study &lt;1&gt;</title>", "<td class=\"name\">gsm8k</td>")
                .doesNotContain("study <1>", "<script", "http");
    }

    @Test
    void withoutTheInitialPromptNothingIsCompared() {
        add("m", "gen/a", "greater", 1, "RW");
        StudyTable table = table();
        assertThat(table.reference()).isNull();
        assertThat(StudyFiles.markdown(table)).contains("nothing is compared").doesNotContain("Against");
    }

    private static RunConfig withTask(RunConfig config, String task) {
        return new RunConfig(
                Defaults.MODEL,
                TaskChoice.named(task),
                config.sizes(),
                config.search(),
                config.maxNewTokens(),
                config.answerTemperature(),
                config.fluencyWeight(),
                config.placement(),
                config.frozenBefore(),
                config.frozenAfter(),
                config.init(),
                config.dtype(),
                config.device(),
                config.budget(),
                config.measureTest(),
                config.accelerations(),
                config.method());
    }
}
