package org.greater4j.app;

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
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.greater4j.app.check.RunCheck;
import org.greater4j.engine.Cost;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.GreaterException;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.FeedbackHistory;
import org.greater4j.run.Manifest;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.greater4j.torch.session.EngineTuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs by text feedback: killed at any batch and resumed, and what their records hold. */
class FeedbackRunTest {
    private static final Task TASK = task();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ape",
                "ape-iterative",
                "protegi",
                "opro",
                "pe2",
                "textgrad",
                "evoprompt-ga",
                "evoprompt-de",
                "gepa"
            })
    void aRunKilledAnywhereIsResumedToTheSameResult(String method) {
        Path whole = folder.resolve("whole");
        int[] looks = {0};
        RunResult expected = begin(method, whole, new RunListener() {
            @Override
            public void progressed(Progress progress) {
                looks[0]++;
            }
        });
        assertThat(types(whole))
                .contains("examples", "asked", "answered", "round", "stopped", "finalist", "test-opened");
        int stride = Math.max(1, looks[0] / 8);
        for (int last = 1; last <= looks[0]; last += stride) {
            Path broken = folder.resolve("broken" + last);
            int dying = last;
            int[] seen = {0};
            assertThatThrownBy(() -> begin(method, broken, new RunListener() {
                        @Override
                        public void progressed(Progress progress) {
                            if (++seen[0] == dying) {
                                throw new LetterModel.Killed();
                            }
                        }
                    }))
                    .isInstanceOf(LetterModel.Killed.class);
            RunResult found = new Optimization(new Letters(), RunListener.SILENT).resume(broken, TASK);
            assertThat(timeless(found))
                    .as("killed at look %s of %s", last, looks[0])
                    .isEqualTo(timeless(expected));
            assertThat(Repeatable.of(broken))
                    .as("killed at look %s of %s", last, looks[0])
                    .isEqualTo(Repeatable.of(whole));
        }
    }

    /** Its chat template may write the day, and its batches round by their sizes. */
    @Test
    void anotherModelThatWritesPromptsIsReopenedAsItWasOpened() {
        RunConfig config = config("opro").withFeedback(FeedbackChoice.DEFAULT.withOptimizer("writer.gguf"));
        Map<String, String> then =
                new TreeMap<>(EngineTuning.DEFAULT.withMemory(99, 11).settings());
        then.put("date", "2020-02-02");
        Map<String, String> newly = new TreeMap<>(EngineTuning.DEFAULT.settings());
        newly.put("date", "2020-02-03");
        Path directory = folder.resolve("run");
        int[] seen = {0};
        RunListener dying = new RunListener() {
            @Override
            public void progressed(Progress progress) {
                if (++seen[0] == 9) {
                    throw new LetterModel.Killed();
                }
            }
        };
        assertThatThrownBy(() -> new Optimization(new Writers(then), dying).run(config, TASK, directory))
                .isInstanceOf(LetterModel.Killed.class);

        Writers later = new Writers(newly);
        new Optimization(later, RunListener.SILENT).resume(directory, TASK);
        assertThat(later.reopened)
                .singleElement()
                .satisfies(settings -> assertThat(settings).containsAllEntriesOf(then));
        assertThat(RunRecord.read(directory).manifest().model().settings())
                .containsEntry("optimizer.date", "2020-02-02")
                .containsEntry("optimizer.cacheBytes", "99");
    }

    /** Letters, and others by the name of the writer, which are opened with some settings and reopened with those they are told. */
    private static final class Writers implements ModelOpener {
        private final Map<String, String> newly;
        private final List<Map<String, String>> reopened = new ArrayList<>();

        Writers(Map<String, String> newly) {
            this.newly = newly;
        }

        @Override
        public GradientModel open(RunConfig config) {
            LetterModel letters = new LetterModel(1, false, Integer.MAX_VALUE);
            return config.model().equals("writer.gguf") ? letters.described("1", newly) : letters;
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest begun) {
            if (!config.model().equals("writer.gguf")) {
                return open(config);
            }
            Map<String, String> told = begun.model().settings();
            reopened.add(told);
            return new LetterModel(1, false, Integer.MAX_VALUE).described("1", told);
        }
    }

    @Test
    void aRecordIsCheckedAsFarAsItTells() throws IOException {
        Path directory = folder.resolve("run");
        begin("opro", directory, RunListener.SILENT);
        assertThat(check(directory)).noneMatch(finding -> finding.state() == Finding.State.FAILED);
        assertThat(check(directory))
                .filteredOn(finding -> finding.state() == Finding.State.OK)
                .extracting(Finding::name)
                .contains("checkpoint", "result", "model", "ids", "readability");

        Path file = directory.resolve("result.json");
        String whole = Files.readString(file);
        assertThat(failed(directory, result -> result.put("initialTrainingScore", 0.5)))
                .containsExactly("result");
        assertThat(failed(directory, result -> result.put("steps", 9))).containsExactly("result");
        assertThat(failed(directory, result -> ((ObjectNode) result.get("feedback")).put("calls", 1)))
                .containsExactly("result");
        assertThat(failed(directory, result -> ((ObjectNode) result.get("cost")).put("generatedTokens", 1)))
                .containsExactly("result");
        assertThat(failed(directory, result -> ((ObjectNode) result.get("readability")).put("initialFluencyLoss", 9.5)))
                .containsExactly("readability");
        assertThat(failed(directory, result -> ((ArrayNode) result.at("/initialPrompt/ids")).set(0, 25)))
                .contains("ids");
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    private static List<String> failed(Path directory, Consumer<ObjectNode> edit) throws IOException {
        Path file = directory.resolve("result.json");
        String whole = Files.readString(file);
        ObjectNode result = (ObjectNode) new ObjectMapper().readTree(whole);
        edit.accept(result);
        Files.writeString(file, result.toString());
        try {
            return check(directory).stream()
                    .filter(finding -> finding.state() == Finding.State.FAILED)
                    .map(Finding::name)
                    .toList();
        } finally {
            Files.writeString(file, whole);
        }
    }

    private static List<Finding> check(Path directory) {
        return new RunCheck(new Letters(), new Interruption()).check(directory, true, finding -> {});
    }

    @Test
    void aFinishedRunTellsWhatItsCallsCameTo() {
        Path directory = folder.resolve("run");
        RunResult result = begin("opro", directory, RunListener.SILENT);
        FeedbackFigures figures = Objects.requireNonNull(result.feedback());

        assertThat(figures.optimizer()).isEqualTo("local:letters");
        // these letters count no tokens of their own, so that all are of the calls that wrote prompts
        assertThat(Objects.requireNonNull(result.searchCost())).isEqualTo(figures.optimizerCost());
        assertThat(figures.calls()).isPositive();
        assertThat(figures.proposals() + figures.noProposals()).isPositive();
        assertThat(result.initialTrainingScore()).isNull();
        assertThat(result.finalists()).allMatch(finalist -> finalist.trainingScore() == null);
        assertThat(RunRecord.readResult(directory)).isEqualTo(result);
        RunHistory history = RunHistory.of(RunRecord.read(directory));
        assertThat(history.stoppedBy()).isEqualTo("steps");
        assertThat(history.dev()).hasSize(result.finalists().size());
        assertThat(history.test()).hasSize(2);
        FeedbackHistory told = FeedbackHistory.of(RunRecord.read(directory)).orElseThrow();
        assertThat(told.steps()).isEqualTo(result.steps());
        assertThat(told.requests().stream()
                        .mapToInt(FeedbackHistory.Requests::calls)
                        .sum())
                .isEqualTo(figures.calls());
        FeedbackHistory.Tried first = told.prompts().get(0);
        assertThat(first.prompt()).isEqualTo(result.initialPrompt().text().strip());
        assertThat(first.train().rows()).isEqualTo(6);
        String best = result.finalists().get(0).prompt().text().strip();
        assertThat(told.prompts().stream().filter(tried -> tried.prompt().equals(best)))
                .singleElement()
                .satisfies(tried -> assertThat(tried.dev().right())
                        .isEqualTo(result.finalists().get(0).dev().right()));
    }

    @Test
    void aResultOfAnEarlierVersionIsReadWithoutWhatItDoesNotTell() throws IOException {
        Path directory = folder.resolve("run");
        begin("opro", directory, RunListener.SILENT);
        Path file = directory.resolve("result.json");
        ObjectNode result = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        assertThat(result.remove("searchCost")).isNotNull();
        Files.writeString(file, result.toString());
        assertThat(Objects.requireNonNull(RunRecord.readResult(directory)).searchCost())
                .isNull();
    }

    @Test
    void aPresetForABudgetNeedsOne() {
        RunConfig config = config("opro").withFeedback(new FeedbackChoice("budget", "bf", null));
        assertThat(config.problems()).singleElement().asString().contains("--budget tokens=200000");
        assertThat(config.withFeedback(new FeedbackChoice("big", "best", "nowhere"))
                        .problems())
                .hasSize(3);
        assertThat(config.withFeedback(FeedbackChoice.DEFAULT).problems()).isEmpty();
    }

    @Test
    void aMethodByFeedbackIsNoOptimizerOfASession() {
        assertThatThrownBy(() -> Methods.OPRO.optimizer(PreparedSearch.of(
                        config("opro"),
                        TASK,
                        Split.of(TASK, config("opro").sizes(), 1),
                        new LetterModel(1, false, Integer.MAX_VALUE))))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("--method opro");
    }

    /** Opens letters, whatever is asked for. */
    private static final class Letters implements ModelOpener {
        @Override
        public GradientModel open(RunConfig config) {
            return new LetterModel(1, false, Integer.MAX_VALUE);
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest manifest) {
            return open(config);
        }
    }

    private static RunResult begin(String method, Path directory, RunListener listener) {
        return new Optimization(new Letters(), listener)
                .run(config(method), TASK, new LetterModel(1, false, Integer.MAX_VALUE), directory);
    }

    private static RunConfig config(String method) {
        return Defaults.run()
                .withSizes(6, 3, 4)
                .withMaxNewTokens(4)
                .withInit(" a b c")
                .withMethod(method)
                .withFeedback(FeedbackChoice.DEFAULT);
    }

    private static Task task() {
        List<Example> examples = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            String question = Character.toString('a' + number) + " or " + Character.toString('z' - number);
            examples.add(new Example("letter#" + number, question, number % 2 == 0 ? "y" : "n"));
        }
        return Task.of("letters", new LabelFormat(List.of("y", "n")), examples, "this test");
    }

    private static RunResult timeless(RunResult result) {
        return new RunResult(
                result.initialPrompt(),
                result.finalPrompt(),
                null,
                null,
                result.finalists(),
                result.test(),
                Cost.NONE,
                0,
                result.steps(),
                result.stoppedBy(),
                result.readability(),
                result.feedback(),
                result.searchCost());
    }

    private static List<String> types(Path directory) {
        return RunRecord.read(directory).events().stream().map(RunEvent::type).toList();
    }
}
