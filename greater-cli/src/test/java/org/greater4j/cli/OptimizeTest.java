package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on the real default model, with sizes that take seconds. */
class OptimizeTest {
    private static final List<String> FIGURES =
            List.of("rows", "right", "wrong", "unanswered", "accuracy", "interval", "meanChainTokens", "cutOff");

    @TempDir
    static Path folder;

    private static CommandRun first = new CommandRun(-1, "", "");

    @BeforeAll
    static void optimize() {
        CommandRun.needsDefaultModel();
        first = optimize("first", "1").succeeds();
    }

    private static CommandRun optimize(String name, String seed, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "optimize",
                "--out",
                folder.resolve(name).toString(),
                "--seed",
                seed,
                "--train",
                "3",
                "--dev",
                "3",
                "--test",
                "6",
                "--steps",
                "1",
                "--max-new-tokens",
                "8",
                "--finalists",
                "2"));
        words.addAll(List.of("--json"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static Path run() {
        return folder.resolve("first");
    }

    private static JsonNode figures(JsonNode object) {
        return ((ObjectNode) object.deepCopy()).retain(FIGURES);
    }

    @Test
    void jsonIsTheResultWithWhatItBelongsTo() throws IOException {
        JsonNode json = first.json();
        JsonNode result = JsonOutput.read(run().resolve("result.json"));
        assertThat(json.path("directory").asText()).isEqualTo(run().toString());
        assertThat(json.path("model").asText()).isEqualTo("smollm2-135m-instruct");
        assertThat(json.path("task").asText()).isEqualTo("gen/sentiment");
        assertThat(json.path("seed").asInt()).isEqualTo(1);
        result.properties()
                .forEach(entry -> assertThat(json.get(entry.getKey())).isEqualTo(entry.getValue()));
        assertThat(json.at("/test/before/rows").asInt()).isEqualTo(6);
        assertThat(Files.readString(run().resolve("prompt.txt")))
                .isEqualTo(json.at("/finalPrompt/text").asText());
    }

    @Test
    void progressNamesRunAndSteps() {
        assertThat(first.err())
                .contains("gen/sentiment: 3 train, 3 dev, 6 test examples, seed 1")
                .contains("run       " + run())
                .containsPattern("(?m)^start +[0-9.]+ +[0-3]/3 ")
                .containsPattern("(?m)^1/1 +0 ");
        assertThat(first.err().lines().map(String::length)).allMatch(length -> length <= 200);
    }

    @Test
    void evaluationOfTheRunReproducesItsFigures() {
        JsonNode expected = figures(first.json().at("/test/after"));
        CommandRun byDirectory = CommandRun.of("evaluate", "--prompt", run().toString(), "--json")
                .succeeds();
        assertThat(figures(byDirectory.json())).isEqualTo(expected);
        assertThat(byDirectory.json().path("examples")).hasSize(6);
        assertThat(byDirectory.err()).contains("settings of the run " + run());

        CommandRun byFile = CommandRun.of("evaluate", "--prompt", "@" + run().resolve("prompt.txt"), "--quiet")
                .succeeds();
        assertThat(byFile.out()).contains("Accuracy on 6 test examples of gen/sentiment");
        assertThat(byFile.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-question", "system"})
    void otherPlacementsOptimiseAndTheTextPutThereByHandReproducesTheFigures(String placement) throws IOException {
        CommandRun run = optimize(placement, "1", "--placement", placement, "--frozen-after", " Be brief.")
                .succeeds();
        Path text = Files.writeString(
                folder.resolve(placement + ".txt"),
                run.json().at("/finalPrompt/text").asText());
        CommandRun byHand = CommandRun.of(
                        "evaluate",
                        "--prompt",
                        "@" + text,
                        "--task",
                        "gen/sentiment",
                        "--seed",
                        "1",
                        "--test",
                        "6",
                        "--max-new-tokens",
                        "8",
                        "--placement",
                        placement,
                        "--frozen-after",
                        " Be brief.",
                        "--json")
                .succeeds();
        assertThat(figures(byHand.json())).isEqualTo(figures(run.json().at("/test/after")));
    }

    @Test
    void evaluationOfTheBareTextReproducesThemToo() throws IOException {
        Path elsewhere = Files.writeString(
                folder.resolve("elsewhere.txt"), Files.readString(run().resolve("prompt.txt")) + "\n");
        JsonNode json = CommandRun.of(
                        "evaluate",
                        "--prompt",
                        "@" + elsewhere,
                        "--seed",
                        "1",
                        "--limit",
                        "6",
                        "--max-new-tokens",
                        "8",
                        "--json")
                .succeeds()
                .json();
        assertThat(figures(json)).isEqualTo(figures(first.json().at("/test/after")));
        assertThat(json.path("run").isNull()).isTrue();
    }

    @Test
    void otherPartsAreThoseOfTheRun() {
        RunRecord record = RunRecord.read(run());
        for (String part : List.of("train", "dev")) {
            JsonNode json = CommandRun.of("evaluate", "--prompt", run().toString(), "--split", part, "--json")
                    .succeeds()
                    .json();
            assertThat(json.path("examples").findValuesAsText("id"))
                    .isEqualTo(
                            part.equals("train")
                                    ? record.manifest().split().train()
                                    : record.manifest().split().dev());
        }
    }

    @Test
    void typedTextOfTheInitialPromptGivesTheFiguresBefore() {
        String typed = first.json().at("/initialPrompt/text").asText().strip();
        JsonNode json = CommandRun.of(
                        "evaluate", "--prompt", typed, "--seed", "1", "--test", "6", "--max-new-tokens", "8", "--json")
                .succeeds()
                .json();
        assertThat(figures(json)).isEqualTo(figures(first.json().at("/test/before")));
    }

    @Test
    void emptyPromptAsksTheBareQuestionsAndShowsThem() {
        CommandRun run = CommandRun.of(
                        "evaluate", "--prompt", "", "--limit", "2", "--max-new-tokens", "8", "--examples")
                .succeeds();
        assertThat(run.out())
                .contains("(none: the bare questions)", "expected", "Review:")
                .contains("tokens: of the reasoning; + where it was cut off at the limit");
    }

    @Test
    void reportOfTheRunIsOneFileThatCanBeWrittenAgain() throws IOException {
        Path file = run().resolve("report.html");
        CommandRun report = CommandRun.of("report", run().toString()).succeeds();
        assertThat(report.out()).startsWith(file + " (");
        String html = Files.readString(file);
        assertThat(html)
                .startsWith("<!doctype html>")
                .contains("gen/sentiment", first.json().path("modelSha256").asText());

        CommandRun json = CommandRun.of("report", run().toString(), "--json").succeeds();
        assertThat(json.json().path("report").asText()).isEqualTo(file.toString());
        assertThat(json.json().path("finished").asBoolean()).isTrue();
        assertThat(json.json().path("bytes").asLong()).isEqualTo(Files.size(file));

        Path elsewhere = folder.resolve("elsewhere.html");
        CommandRun.of("report", run().toString(), "--out", elsewhere.toString()).succeeds();
        assertThat(elsewhere).exists();
        CommandRun.of("resume", run().toString(), "--json").succeeds();
    }

    @Test
    void reportReplacesNothingButAReport() throws IOException {
        Path manifest = run().resolve("manifest.json");
        byte[] before = Files.readAllBytes(manifest);
        CommandRun report = CommandRun.of("report", run().toString(), "--out", manifest.toString())
                .fails(2, "OUTPUT_EXISTS");
        assertThat(report.err())
                .contains("--out: expected nothing or an earlier report, found a file that is no report");
        assertThat(Files.readAllBytes(manifest)).isEqualTo(before);
    }

    @Test
    void resumeOfTheFinishedRunShowsTheSameResult() throws IOException {
        byte[] before = Files.readAllBytes(run().resolve("result.json"));
        CommandRun again = CommandRun.of("resume", run().toString(), "--json").succeeds();
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(Files.readAllBytes(run().resolve("result.json"))).isEqualTo(before);
    }

    @Test
    void resumedRunIsReportedForPeople() {
        CommandRun again = CommandRun.of("resume", run().toString()).succeeds();
        assertThat(again.err()).contains("the run was finished already; this is its result");
        assertThat(again.out())
                .contains("Prompt\n  before  ", "Accuracy on the same 6 held-out examples", "95 % interval")
                .contains("greater evaluate --prompt ");
        // paths and commands may be longer, since they are pasted
        assertThat(again.out()
                        .lines()
                        .filter(line -> !line.contains(folder.toString()))
                        .map(String::length))
                .allMatch(length -> length <= 80);
    }

    @Test
    void sameSeedGivesTheSameRunAndAnotherSeedAnother() {
        optimize("same", "1").succeeds();
        optimize("other", "2", "--no-test").succeeds();
        assertThat(events("same")).isEqualTo(events("first"));
        assertThat(events("other")).isNotEqualTo(events("first"));
    }

    /** Type and payload of all events; when they happened is left out. */
    private static List<String> events(String name) {
        return RunRecord.read(folder.resolve(name)).events().stream()
                .map(event -> event.type() + " " + event.payload(JsonNode.class))
                .toList();
    }
}
