package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.greater4j.app.check.RunCheck;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Disk;
import org.greater4j.run.EventLog;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that keep their rules, and runs that were changed: sealed anew, so that only the rule itself can notice. */
class CheckedRunTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SEED = 1;

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void runToTheEnd() {
        run = folder.resolve("run");
        new LetterRun(SEED, Disk.real()).begin(run, model(), RunListener.SILENT);
    }

    @Test
    void aRunKeepsAllRules() {
        assertThat(check(model()))
                .allSatisfy(finding ->
                        assertThat(finding.state()).as(finding.toString()).isEqualTo(Finding.State.OK));
        assertThat(check(model()))
                .extracting(Finding::name)
                .containsExactly(
                        "files",
                        "last line",
                        "checkpoint",
                        "steps",
                        "scores",
                        "choices",
                        "test part",
                        "result",
                        "conditions",
                        "model",
                        "ids",
                        "losses");
    }

    @Test
    void anUnfinishedRunKeepsThemToo() throws IOException {
        Path broken = folder.resolve("broken");
        assertThatThrownBy(() -> new LetterRun(SEED, Disk.real())
                        .begin(broken, new LetterModel(SEED, true, 9), RunListener.SILENT))
                .isInstanceOf(LetterModel.Killed.class);
        Files.writeString(
                broken.resolve("events.jsonl"),
                Files.readString(broken.resolve("events.jsonl")) + "{\"sequence\": 99, \"ty");
        List<Finding> findings = new RunCheck(opener(model()), new Interruption()).check(broken, true, finding -> {});
        assertThat(findings).noneMatch(finding -> finding.state() == Finding.State.FAILED);
        assertThat(findings)
                .filteredOn(finding -> finding.state() == Finding.State.WARNING)
                .extracting(Finding::found)
                .containsExactly("a torn one of 20 bytes");
        assertThat(findings)
                .filteredOn(finding -> finding.state() == Finding.State.SKIPPED)
                .extracting(Finding::name)
                .containsExactly("result");
    }

    @Test
    void whatAPowerCutLeftInPartsIsNoDamage() throws IOException {
        Path broken = folder.resolve("broken");
        assertThatThrownBy(() -> new LetterRun(SEED, Disk.real())
                        .begin(broken, new LetterModel(SEED, true, 9), RunListener.SILENT))
                .isInstanceOf(LetterModel.Killed.class);
        Path events = broken.resolve("events.jsonl");
        Files.writeString(
                events, Files.readString(events) + "\0".repeat(40) + "\n{\"sequence\":9}\n{\"sequence\":10}\n");
        List<Finding> findings = new RunCheck(opener(model()), new Interruption()).check(broken, true, finding -> {});
        assertThat(findings).noneMatch(finding -> finding.state() == Finding.State.FAILED);
        assertThat(findings)
                .filteredOn(finding -> finding.state() == Finding.State.WARNING)
                .extracting(Finding::name)
                .containsExactly("last line");
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertThatThrownBy(() -> new RunCheck(opener(model()), new Interruption()).check(folder, true, finding -> {}))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN));
    }

    @Test
    void damagedFilesAreFindings() throws IOException {
        Path events = run.resolve("events.jsonl");
        String whole = Files.readString(events);
        Files.writeString(events, whole.replaceFirst("\"position\":", "\"positiom\":"));
        assertThat(failed()).containsExactly("files");
        Files.writeString(events, whole + "{\"torn");
        assertThat(failed()).containsExactly("last line");
        Files.writeString(events, whole);
        Path checkpoint = run.resolve("checkpoint.json");
        String saved = Files.readString(checkpoint);
        Files.writeString(checkpoint, saved.replaceFirst("\"step\" : 7", "\"step\" : 6"));
        assertThat(failed()).contains("checkpoint");
        Files.writeString(checkpoint, saved);
        Files.writeString(run.resolve("prompt.txt"), "another");
        assertThat(failed()).containsExactly("result");
    }

    @Test
    void aScoreThatItsExamplesDoNotGive() {
        change("step", step -> ((ObjectNode) step.at("/trials/0/assessed/scored")).put("score", 0.0625));
        assertThat(failed()).contains("scores");
    }

    @Test
    void mistakesThatItsExamplesDoNotHave() {
        change("started", started -> {
            ObjectNode row = (ObjectNode) started.at("/rows/0");
            row.put("mistake", !row.path("mistake").asBoolean());
        });
        assertThat(failed()).containsExactly("scores");
    }

    @Test
    void aStepThatBeginsElsewhere() {
        change("step", step -> {
            if (step.path("step").asInt() == 3) {
                ObjectNode before = (ObjectNode) step.get("before");
                ((ArrayNode) before.get("ids")).set(0, 25);
            }
        });
        assertThat(failed()).containsExactly("steps");
    }

    @Test
    void aStepThatIsMissing() {
        List<RunEvent> events = EventLog.read(run.resolve("events.jsonl"));
        rewrite(events.stream()
                .filter(event -> !event.type().equals("step")
                        || event.payload().path("step").asInt() != 2)
                .toList());
        assertThat(failed()).contains("steps", "checkpoint", "result");
    }

    @Test
    void aChoiceThatIsNotTheLowest() {
        change("step", step -> {
            if (step.path("step").asInt() == 1 && step.path("reason").asText().equals("LOWEST_SCORE")) {
                int chosen = step.path("chosen").asInt();
                for (JsonNode trial : step.get("trials")) {
                    if (trial.path("token").asInt() != chosen) {
                        ((ObjectNode) step).put("chosen", trial.path("token").asInt());
                    }
                }
            }
        });
        assertThat(failed()).contains("choices");
    }

    @Test
    void aTestPartThatWasOpenedTwice() {
        List<RunEvent> events = new ArrayList<>(EventLog.read(run.resolve("events.jsonl")));
        RunEvent opened = events.stream()
                .filter(event -> event.type().equals("test-opened"))
                .findFirst()
                .orElseThrow();
        events.add(opened);
        rewrite(events);
        assertThat(failed()).contains("test part");
    }

    @Test
    void figuresThatTheAnswersDoNotGive() throws IOException {
        Path result = run.resolve("result.json");
        String whole = Files.readString(result);
        ObjectNode changed = (ObjectNode) MAPPER.readTree(whole);
        ObjectNode after = (ObjectNode) changed.at("/test/after");
        after.put("cutOff", after.path("cutOff").asInt() + 1);
        Files.writeString(result, changed.toString());
        assertThat(failed()).containsExactly("test part");
        ObjectNode another = (ObjectNode) MAPPER.readTree(whole);
        another.set("finalPrompt", another.get("initialPrompt"));
        Files.writeString(result, another.toString());
        assertThat(failed()).contains("result", "test part");
    }

    @Test
    void figuresThatTheEventsDoNotGive() throws IOException {
        assertThat(failedWithResult(result -> result.putNull("initialTrainingScore")))
                .containsExactly("result");
        // where they stand twice in the same file, changed alike
        assertThat(failedWithResult(result -> {
                    result.put("finalTrainingScore", 0.0625);
                    result.path("finalists").forEach(finalist -> {
                        if (finalist.path("prompt").equals(result.path("finalPrompt"))) {
                            ((ObjectNode) finalist).put("trainingScore", 0.0625);
                        }
                    });
                }))
                .containsExactly("result");
        assertThat(failedWithResult(
                        result -> ((ObjectNode) result.path("finalists").get(1)).put("trainingScore", 0.0625)))
                .containsExactly("result");
        assertThat(failedWithResult(result -> ((ObjectNode) result.get("readability")).put("finalFluencyLoss", 0.0625)))
                .containsExactly("result");
        assertThat(failedWithResult(result -> result.putNull("readability"))).containsExactly("result");
        assertThat(failedWithResult(result -> ((ObjectNode) result.get("cost")).put("forwardTokens", 1)))
                .containsExactly("result");
        assertThat(failedWithResult(result -> result.put("seconds", -1))).containsExactly("result");
        assertThat(failedWithResult(result -> {})).isEmpty();
    }

    @Test
    void aCheckpointThatTheEventsDoNotComeTo() {
        assertThat(failedWithState(state -> {})).isEmpty();
        assertThat(failedWithState(state -> ((ObjectNode) state.get("state")).put("step", 6)))
                .containsExactly("checkpoint");
        assertThat(failedWithState(state -> ((ObjectNode) state.get("state"))
                        .put("position", state.at("/state/position").asInt() + 1)))
                .containsExactly("checkpoint");
        assertThat(failedWithState(state -> ((ObjectNode) state.at("/state/history/0")).put("score", 0.0625)))
                .containsExactly("checkpoint");
        assertThat(failedWithState(state -> ((ArrayNode) state.at("/state/history")).remove(1)))
                .containsExactly("checkpoint");
        assertThat(failedWithState(state -> ((ObjectNode) state).put("stoppedBy", "budget")))
                .containsExactly("checkpoint");
        assertThat(failedWithState(state -> ((ArrayNode) state.get("finalists")).remove(0)))
                .containsExactly("checkpoint");
    }

    @Test
    void theModelFileIsTheOneThatWasAcceptedLast() {
        LetterModel other = model().described("1", Map.of());
        Path broken = folder.resolve("broken");
        RunConfig config = LetterRun.config(SEED);
        LetterModel dying = new LetterModel(SEED, true, 9);
        assertThatThrownBy(() ->
                        new Optimization(opener(dying), RunListener.SILENT).run(config, LetterRun.TASK, dying, broken))
                .isInstanceOf(LetterModel.Killed.class);
        new Optimization(opener(other), RunListener.SILENT).acceptingChanges().resume(broken, LetterRun.TASK);
        List<Finding> now = new RunCheck(opener(other), new Interruption()).check(broken, true, finding -> {});
        assertThat(now).noneMatch(finding -> finding.state() == Finding.State.FAILED);
        assertThat(now)
                .filteredOn(finding -> finding.name().equals("model"))
                .extracting(Finding::found)
                .containsExactly("the file of the run, sha256 1");
        assertThat(new RunCheck(opener(model()), new Interruption()).check(broken, true, finding -> {}))
                .filteredOn(finding -> finding.state() == Finding.State.FAILED)
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("sha256 1", "sha256 0"));
    }

    private List<String> failedWithResult(Consumer<ObjectNode> edit) throws IOException {
        Path file = run.resolve("result.json");
        String whole = Files.readString(file);
        ObjectNode result = (ObjectNode) MAPPER.readTree(whole);
        edit.accept(result);
        Files.writeString(file, result.toString());
        List<String> failed = failed();
        Files.writeString(file, whole);
        return failed;
    }

    // sealed as a checkpoint is
    private List<String> failedWithState(Consumer<JsonNode> edit) {
        try (RunDirectory directory = RunDirectory.open(run)) {
            JsonNode whole = directory.checkpoint(JsonNode.class).orElseThrow();
            JsonNode changed = whole.deepCopy();
            edit.accept(changed);
            directory.checkpoint(changed);
            List<String> failed = failed();
            directory.checkpoint(whole);
            return failed;
        }
    }

    @Test
    void lossesThatTheModelDoesNotFind() {
        assertThat(check(new LetterModel(SEED + 1, true, Integer.MAX_VALUE)))
                .filteredOn(finding -> finding.state() == Finding.State.FAILED)
                .extracting(Finding::name)
                .containsExactly("losses");
        assertThat(check(model().described("1", Map.of())))
                .filteredOn(finding -> finding.state() == Finding.State.FAILED)
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(ErrorCode.RUN_CHANGED));
        assertThat(new RunCheck(opener(model()), new Interruption()).check(run, false, finding -> {}))
                .extracting(Finding::name)
                .doesNotContain("losses", "ids");
    }

    @Test
    void reasoningThatPartsAtNearTiesIsNoDamageInReducedPrecision() {
        assertThat(check(model().parting("bfloat16")))
                .allSatisfy(finding ->
                        assertThat(finding.state()).as(finding.toString()).isEqualTo(Finding.State.OK))
                .filteredOn(finding -> finding.name().equals("losses"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("in bfloat16 reasoning may part"));
        assertThat(check(model().parting("float32")))
                .filteredOn(finding -> finding.state() == Finding.State.FAILED)
                .extracting(Finding::name)
                .containsExactly("losses");
    }

    private List<String> failed() {
        return check(model()).stream()
                .filter(finding -> finding.state() == Finding.State.FAILED)
                .map(Finding::name)
                .toList();
    }

    private List<Finding> check(LetterModel model) {
        return new RunCheck(opener(model), new Interruption()).check(run, true, finding -> {});
    }

    // every event of a type, in a log with sound checksums
    private void change(String type, Consumer<JsonNode> edit) {
        List<RunEvent> events = EventLog.read(run.resolve("events.jsonl"));
        events.stream().filter(event -> event.type().equals(type)).forEach(event -> edit.accept(event.payload()));
        rewrite(events);
    }

    private void rewrite(List<RunEvent> events) {
        Path file = run.resolve("events.jsonl");
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (EventLog log = EventLog.open(file)) {
            events.forEach(event -> log.append(event.type(), event.payload()));
        }
    }

    private static LetterModel model() {
        return new LetterModel(SEED, true, Integer.MAX_VALUE);
    }

    private static ModelOpener opener(LetterModel model) {
        return new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                return model;
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return model;
            }
        };
    }
}
