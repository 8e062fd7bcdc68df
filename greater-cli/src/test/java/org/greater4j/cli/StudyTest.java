package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study and paired evaluations on the real default model, with sizes that take seconds. */
class StudyTest {
    private static final long PATIENCE_SECONDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void needsModel() {
        CommandRun.needsDefaultModel();
    }

    private Path study() throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), """
                tasks: [gen/sentiment]
                methods: [initial, zero-shot-cot, greater]
                seeds: [1]
                settings: {train: 3, dev: 3, test: 6, steps: 1, max-new-tokens: 8, finalists: 2}
                """);
    }

    @Test
    void aStudyKilledAnywhereGoesOnToTheTableOfTheUnbrokenOne() throws IOException, InterruptedException {
        Path file = study();
        Path broken = folder.resolve("broken");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "study",
                        file.toString(),
                        "--out",
                        broken.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        Path greater = broken.resolve("smollm2-135m-instruct/gen-sentiment/greater/seed-1");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end && !Files.exists(greater.resolve("manifest.json"))) {
            Thread.sleep(10);
        }
        process.destroyForcibly().waitFor(); // SIGKILL
        assertThat(greater.resolve("manifest.json")).exists();
        assertThat(greater.resolve("result.json")).doesNotExist();

        CommandRun resumed = CommandRun.of("study", file.toString(), "--out", broken.toString(), "--json")
                .succeeds();
        assertThat(resumed.err()).contains("2 are finished", "3/3  gen/sentiment, greater, seed 1 (resumed)");
        CommandRun whole = CommandRun.of(
                        "study",
                        file.toString(),
                        "--out",
                        folder.resolve("whole").toString(),
                        "--json")
                .succeeds();
        assertThat(repeatable(resumed.json())).isEqualTo(repeatable(whole.json()));
        assertThat(whole.json().path("entries")).hasSize(3);
        for (String name : List.of("table.md", "table.csv", "table.json", "table.html", "study.yaml")) {
            assertThat(broken.resolve(name)).isNotEmptyFile();
        }

        CommandRun again = CommandRun.of("study", file.toString(), "--out", broken.toString())
                .succeeds();
        assertThat(again.out()).isEqualTo(Files.readString(broken.resolve("table.md")));
        assertThat(again.err()).contains("3 are finished").doesNotContain("model smollm2");
        // a cell is an ordinary run
        assertThat(CommandRun.of("resume", greater.toString()).succeeds().out()).contains("Accuracy on the same 6");
    }

    @Test
    void twoPromptsAreComparedOnTheSameRows() throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        CommandRun run = CommandRun.of(
                        "evaluate",
                        "--prompt",
                        "Answer Yes or No.",
                        "--against",
                        "",
                        "--test",
                        "5",
                        "--max-new-tokens",
                        "8",
                        "--out",
                        rows.toString(),
                        "--json")
                .succeeds();
        JsonNode json = run.json();
        JsonNode comparison = json.path("comparison");
        assertThat(comparison.path("rows").asInt()).isEqualTo(5);
        assertThat(comparison.path("fixed").asInt() - comparison.path("broken").asInt())
                .isEqualTo(
                        json.path("right").asInt() - json.at("/against/right").asInt());
        assertThat(json.at("/against/prompt").asText()).isEmpty();
        List<String> lines = Files.readAllLines(rows);
        assertThat(lines).hasSize(10);
        for (int at = 0; at < 5; at++) {
            JsonNode one = JSON.readTree(lines.get(at));
            JsonNode other = JSON.readTree(lines.get(5 + at));
            assertThat(one.path("which").asText()).isEqualTo("prompt");
            assertThat(other.path("which").asText()).isEqualTo("against");
            assertThat(one.path("id")).isEqualTo(other.path("id"));
            assertThat(one.path("outcome"))
                    .isEqualTo(json.path("examples").get(at).path("outcome"));
        }

        assertThat(CommandRun.of("evaluate", "--prompt", "x", "--out", rows.toString())
                        .fails(2, "OUTPUT_EXISTS")
                        .err())
                .contains("expected a file that does not exist yet");
        assertThat(CommandRun.of("evaluate", "--prompt", "x", "--against", "runs/none")
                        .fails(2, "INVALID_PROMPT")
                        .err())
                .contains("--against: expected a text");
        CommandRun table = CommandRun.of(
                        "evaluate",
                        "--prompt",
                        "Answer.",
                        "--against",
                        "Think.",
                        "--test",
                        "4",
                        "--max-new-tokens",
                        "4")
                .succeeds();
        assertThat(table.out())
                .startsWith(
                        "Accuracy on the same 4 test examples of gen/sentiment\n  prompt    Answer.\n  against   Think.\n")
                .containsPattern("unanswered +\\d+ +\\d+\n")
                .contains("paired test (exact McNemar)");
    }

    /** What does not depend on the clock and on work that was done twice. */
    private static JsonNode repeatable(JsonNode table) {
        ObjectNode copy = table.deepCopy();
        copy.remove("directory");
        copy.path("entries").forEach(entry -> {
            ((ObjectNode) entry).remove(List.of("tokens", "seconds"));
            entry.path("runs").forEach(run -> ((ObjectNode) run).remove(List.of("tokens", "seconds")));
        });
        return copy;
    }
}
