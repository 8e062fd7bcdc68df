package org.greater4j.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.greater4j.app.Defaults;
import org.greater4j.app.EvaluationConfig;
import org.greater4j.app.Interruption;
import org.greater4j.app.LetterModel;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.Optimization;
import org.greater4j.app.RemoteChoice;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.run.Manifest;
import org.greater4j.task.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers between models of letters: what is kept of them, what fails, and what is opened. */
class TransferTest {
    @TempDir
    Path folder;

    private final List<Path> runs = new ArrayList<>();
    private final Opener opener = new Opener();

    /** Opens letters under the name that is asked for, and writes down what it opened and what was asked. */
    private static final class Opener implements ModelOpener {
        private final List<String> opened = new ArrayList<>();
        private int batches;
        private String sha256 = "0";
        /** Whether the sha256 is known before the model is opened. */
        private boolean known;

        /** Of a batch's number, from 1. */
        private Supplier<RuntimeException> failure = IllegalStateException::new;

        private int failing;

        @Override
        public Optional<String> sha256(String model) {
            return known ? Optional.of(sha256) : Optional.empty();
        }

        @Override
        public GradientModel open(RunConfig config) {
            return letters(config.model());
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest begun) {
            return letters(config.model());
        }

        @Override
        public GradientModel open(EvaluationConfig config) {
            if (config.model().equals("missing")) {
                throw new GreaterException(ErrorCode.FILE_NOT_FOUND, "model: found none of this name");
            }
            opened.add(config.model());
            return letters(config.model());
        }

        private GradientModel letters(String name) {
            return new LetterModel(1, false, Integer.MAX_VALUE) {
                @Override
                public ModelInfo info() {
                    return new ModelInfo(name, "none", "nowhere", sha256, 1, 1 << 20, "float32", "cpu", Map.of());
                }

                @Override
                public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
                    if (++batches == failing) {
                        throw failure.get();
                    }
                    return super.generate(turns, plan, finished);
                }
            };
        }
    }

    @BeforeEach
    void threeRuns() {
        for (int seed = 1; seed <= 3; seed++) {
            Path run = folder.resolve("run" + seed);
            RunConfig config =
                    Defaults.run().withSizes(2, 2, 4).withMaxNewTokens(4).withMethod("zero-shot-cot");
            new Optimization(new Opener(), RunListener.SILENT)
                    .run(config.withSeed(seed).withModel("home"), run);
            runs.add(run);
        }
    }

    @Test
    void aModelIsOpenedOnceForAllRuns() {
        TransferTable table = measure("one", "two").table();
        assertThat(opener.opened).containsExactly("one", "two");
        assertThat(opener.batches).isEqualTo(2 * 3 * 2);
        assertThat(table.missing()).isEmpty();
        assertThat(table.entries()).extracting(TransferTable.Entry::to).containsExactly("one", "two");
        assertThat(table.entries()).allSatisfy(entry -> assertThat(entry.runs()).hasSize(3));
        assertThat(folder.resolve("out/table.md")).exists();
    }

    @Test
    void whatEndedIsGoneOnWith() {
        opener.failing = 6;
        opener.failure = IllegalStateException::new;
        assertThatThrownBy(() -> measure("one", "two")).isInstanceOf(IllegalStateException.class);
        opener.failing = 0;
        opener.batches = 0;
        opener.opened.clear();
        TransferTable table = measure("one", "two").table();
        // of six pairs, two were measured
        assertThat(opener.batches).isEqualTo(4 * 2);

        opener.opened.clear();
        assertThat(measure("one", "two").table()).isEqualTo(table);
        assertThat(opener.opened).as("all of it is kept").isEmpty();
        Opener fresh = new Opener();
        assertThat(transfer(fresh)
                        .measure(runs, List.of("one", "two"), folder.resolve("elsewhere"))
                        .table())
                .isEqualTo(table);
    }

    @Test
    void aPairThatFailsIsMissingAndTheOthersGoOn() {
        opener.failing = 3;
        opener.failure = () -> new GreaterException(ErrorCode.NOTHING_MEASURED, "evaluation: found nothing");
        Transfer.Outcome outcome = measure("missing", "one");

        assertThat(outcome.table().missing())
                .hasSize(4)
                .contains("one, " + runs.get(1) + ": evaluation: found nothing")
                .filteredOn(line -> line.startsWith("missing, "))
                .hasSize(3)
                .allMatch(line -> line.endsWith("model: found none of this name"));
        assertThat(outcome.failures()).hasSize(4);
        assertThat(outcome.table().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.runs())
                        .containsExactly(runs.get(0).toString(), runs.get(2).toString()));
        assertThat(outcome.table().markdown()).contains("Missing: one, ").contains("Missing: missing, ");

        opener.failing = 0;
        assertThat(measure("one").table().missing()).isEmpty();
    }

    @Test
    void aSpentBudgetEndsItAndLosesNothing() {
        opener.failing = 3;
        opener.failure = () -> new GreaterException(ErrorCode.BUDGET_SPENT, "budget: found all of it taken");
        Transfer.Outcome outcome = measure("one", "two");
        assertThat(outcome.ended()).hasMessageContaining("found all of it taken");
        assertThat(opener.opened).as("nothing is begun after it").containsExactly("one");
        assertThat(outcome.table().entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.runs()).containsExactly(runs.get(0).toString()));
        assertThat(outcome.table().missing())
                .hasSize(5)
                .startsWith(
                        "one, " + runs.get(1) + ": budget: found all of it taken",
                        "one, " + runs.get(2)
                                + ": left out, since the budget of calls over the network was spent before");
        assertThat(folder.resolve("out/table.md")).content().contains("Missing: two, ");
        opener.failing = 0;
        opener.batches = 0;
        assertThat(measure("one").ended()).isNull();
        assertThat(opener.batches).isEqualTo(2 * 2);
    }

    @Test
    void pairsByOtherWeightsThanLieThereNowAreMeasuredAgain() {
        measure("one");
        opener.sha256 = "1";
        opener.known = true;
        opener.batches = 0;
        TransferTable table = measure("one").table();
        assertThat(opener.batches).isEqualTo(3 * 2);
        assertThat(table.entries()).hasSize(1);
        opener.opened.clear();
        assertThat(measure("one").table()).isEqualTo(table);
        assertThat(opener.opened).isEmpty();
    }

    @Test
    void pairsWithRowsThatFailedAreMeasuredAgain() throws IOException {
        TransferTable table = measure("one").table();
        Path pairs = folder.resolve("out/pairs");
        try (Stream<Path> files = Files.list(pairs)) {
            Path pair = files.sorted().findFirst().orElseThrow();
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode tree = (ObjectNode) mapper.readTree(pair.toFile());
            ArrayNode outcomes = (ArrayNode) tree.at("/initial/outcomes");
            String id = outcomes.remove(0).path("exampleId").asText();
            ((ArrayNode) tree.at("/initial/errors"))
                    .addObject()
                    .put("exampleId", id)
                    .put("reason", "no connection");
            mapper.writeValue(pair.toFile(), tree);
        }
        opener.batches = 0;
        assertThat(measure("one").table()).isEqualTo(table);
        assertThat(opener.batches).isEqualTo(2);
    }

    @Test
    void meansAreOverTheTasksThatAllSourcesOfATargetHave() {
        List<TransferTable.Entry> entries = new ArrayList<>();
        for (String task : List.of("a", "b", "c")) {
            for (String from : List.of("one", "two")) {
                if (!(task.equals("c") && from.equals("two"))) {
                    entries.add(entry("target", from, task, from.equals("one")));
                }
            }
        }
        entries.add(entry("alone", "one", "a", true));
        TransferTable table = TransferTable.of(entries, List.of());

        assertThat(table.means()).hasSize(2).allSatisfy(mean -> {
            assertThat(mean.to()).isEqualTo("target");
            assertThat(mean.tasks()).containsExactly("a", "b");
        });
        assertThat(table.means().get(0).initial()).isZero();
        assertThat(table.means().get(0).transferred()).isEqualTo(1);
        assertThat(table.means().get(0).comparison().difference()).isEqualTo(1);
        assertThat(table.means().get(1).comparison().difference()).isZero();
        assertThat(table.markdown())
                .contains("0.0 → 100.0")
                .containsPattern("measured on +\\| found on +\\| method +\\| +a +\\| +b +\\| +c +\\| +mean")
                .contains("mean of 2 tasks")
                .contains("Mean on target: over a, b, which all of its rows have.");
        assertThat(TransferTable.of(entries.subList(0, 1), List.of()).markdown())
                .doesNotContain("mean");
    }

    @Test
    void aModelThatAnswersNothingIsToldApartFromOneThatAnswersWrong() {
        List<Evaluation> mute =
                List.of(new Evaluation(List.of(new ExampleOutcome("a#1", Outcome.UNANSWERED, "", "", 1, true))));
        TransferTable.Entry unanswered = new TransferTable.Entry(
                "base",
                "one",
                "greater",
                "a",
                RunsAccuracy.of(mute),
                RunsAccuracy.of(mute),
                RunsComparison.ofMeasured(mute, mute),
                List.of("run"));
        assertThat(TransferTable.of(List.of(unanswered), List.of()).markdown())
                .contains("Most replies of base hold no answer", "| 100.0 → 100.0 |");
        assertThat(TransferTable.of(List.of(entry("chat", "one", "a", false)), List.of())
                        .markdown())
                .contains("| 0.0 → 0.0 |")
                .doesNotContain("Most replies");
    }

    private static TransferTable.Entry entry(String to, String from, String task, boolean better) {
        Evaluation wrong = new Evaluation(List.of(new ExampleOutcome(task + "#1", Outcome.WRONG, "", "", 1, true)));
        Evaluation right = new Evaluation(List.of(new ExampleOutcome(task + "#1", Outcome.RIGHT, "", "", 1, true)));
        Evaluation after = better ? right : wrong;
        return new TransferTable.Entry(
                to,
                from,
                "greater",
                task,
                RunsAccuracy.of(List.of(wrong)),
                RunsAccuracy.of(List.of(after)),
                RunsComparison.ofMeasured(List.of(wrong), List.of(after)),
                List.of("run"));
    }

    @Test
    void pairsByOtherWeightsAreRefused() {
        opener.failing = 3;
        assertThatThrownBy(() -> measure("one")).isInstanceOf(IllegalStateException.class);
        opener.failing = 0;
        opener.sha256 = "1";
        assertThatThrownBy(() -> measure("one"))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("expected one file of weights for one, found [0, 1]");
    }

    @Test
    void aDamagedFileIsMeasuredAgain() throws IOException {
        TransferTable table = measure("one").table();
        List<Path> pairs;
        try (Stream<Path> files = Files.list(folder.resolve("out/pairs"))) {
            pairs = files.toList();
        }
        assertThat(pairs).hasSize(3);
        Files.writeString(pairs.get(1), "{\"model\":");
        opener.batches = 0;
        assertThat(measure("one").table()).isEqualTo(table);
        assertThat(opener.batches).isEqualTo(2);
    }

    private Transfer.Outcome measure(String... targets) {
        return transfer(opener).measure(runs, List.of(targets), folder.resolve("out"));
    }

    private static Transfer transfer(ModelOpener models) {
        return new Transfer(models, RunListener.SILENT, new Interruption(), RemoteChoice.DEFAULT);
    }
}
