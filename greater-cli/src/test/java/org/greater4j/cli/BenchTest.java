package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.greater4j.run.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark on the real default model, with sizes that take seconds. */
class BenchTest {
    private static final List<String> TINY =
            List.of("--train", "3", "--steps", "1", "--max-new-tokens", "8", "--seed", "1");

    @TempDir
    static Path folder;

    private static CommandRun first = new CommandRun(-1, "", "");

    @BeforeAll
    static void bench() {
        CommandRun.needsDefaultModel();
        first = bench("--json", "--record", recorded().toString()).succeeds();
    }

    private static CommandRun bench(String... more) {
        return of("bench", more);
    }

    private static CommandRun of(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(TINY);
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static Path recorded() {
        return folder.resolve("choices.json");
    }

    @Test
    void partsAddUpToTheWhole() {
        JsonNode json = first.json();
        assertThat(json.path("steps")).hasSize(1);
        JsonNode step = json.at("/steps/0");
        double parts = 0;
        for (String part : List.of("propose", "gradient", "select", "other")) {
            assertThat(json.at("/parts/" + part + "/seconds").asDouble())
                    .isEqualTo(step.at("/parts/" + part + "/seconds").asDouble());
            parts += step.at("/parts/" + part + "/seconds").asDouble();
        }
        assertThat(parts).isCloseTo(step.path("seconds").asDouble(), Offset.offset(1e-9));
        assertThat(json.at("/parts/start/questions").asInt()).isEqualTo(1);
        assertThat(step.at("/parts/gradient/questions").asInt()).isEqualTo(1);
        assertThat(json.path("meanStepSeconds").asDouble())
                .isEqualTo(step.path("seconds").asDouble());
        assertThat(json.path("peakFlopPerSecond").asDouble()).isPositive();
        // the current token competes too, unless it is among the candidates with the best gradients
        assertThat(step.path("tried").asInt()).isBetween(3, 4);
        assertThat(step.path("mistakes").asInt()).isBetween(0, 3);
        assertThat(json.at("/machine/cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(json.path("comparison").isNull()).isTrue();
    }

    @Test
    void aRunWithTheSameSeedDecidesTheSame() throws IOException {
        Path run = folder.resolve("run");
        of("optimize", "--dev", "0", "--no-test", "--out", run.toString()).succeeds();
        RunRecord record = RunRecord.read(run);
        JsonNode json = first.json();
        assertThat(record.manifest().split().train())
                .isEqualTo(Stream.of(json.path("examples"))
                        .flatMap(examples -> Stream.iterate(0, at -> at < examples.size(), at -> at + 1)
                                .map(at -> examples.get(at).asText()))
                        .toList());
        JsonNode step = record.events().stream()
                .filter(event -> event.type().equals("step"))
                .findFirst()
                .orElseThrow()
                .payload(JsonNode.class);
        assertThat(json.at("/steps/0/token").asInt())
                .isEqualTo(step.path("chosen").asInt());
        assertThat(json.at("/steps/0/tried").asInt())
                .isEqualTo(step.path("trials").size());
        double score = Double.NaN;
        for (JsonNode trial : step.path("trials")) {
            if (trial.path("token").asInt() == step.path("chosen").asInt()) {
                score = trial.at("/assessed/scored/score").asDouble();
            }
        }
        assertThat(json.at("/steps/0/score").asDouble()).isEqualTo(score);
        assertThat(json.at("/finalPrompt/text").asText())
                .isEqualTo(step.at("/after/text").asText());
        JsonNode choices = JsonOutput.read(recorded());
        assertThat(choices.at("/steps/0/candidates")).isEqualTo(step.path("candidates"));
    }

    @Test
    void theRulesAreThoseOfThePresetAndFlagsWin() throws IOException {
        Path paper = folder.resolve("paper.json");
        JsonNode json = bench("--preset", "paper", "--json", "--record", paper.toString())
                .succeeds()
                .json();
        JsonNode rules = JsonOutput.read(paper).at("/question/search");
        assertThat(rules.path("selectionLossShare").asDouble()).isZero();
        assertThat(rules.path("keepIncumbent").asBoolean()).isFalse();
        assertThat(rules.path("stopWins").asBoolean()).isTrue();
        // sizes and steps that were given are not the preset's
        assertThat(json.path("steps")).hasSize(1);
        assertThat(json.path("examples")).hasSize(3);

        JsonNode usual = JsonOutput.read(recorded()).at("/question/search");
        assertThat(usual.path("selectionLossShare").asDouble()).isEqualTo(1);
        assertThat(usual.path("keepIncumbent").asBoolean()).isTrue();
        assertThat(usual.path("stopWins").asBoolean()).isFalse();
        assertThat(bench("--compare", paper.toString())
                        .fails(2, "INVALID_EXPECTATION")
                        .err())
                .contains("search: ");

        bench("--evidence", "1").succeeds();
        assertThat(bench("--preset", "paper", "--evidence", "1")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--evidence: expected --keep-incumbent with it");
    }

    @Test
    void thePlainReadingDecidesTheSame() {
        CommandRun plain = bench("--plain", "--compare", recorded().toString()).succeeds();
        assertThat(plain.out())
                .contains("accelerations: none (plain)")
                .contains("the same as recorded, in 1 of 1 steps");
        assertThat(plain.out().lines().map(String::length)).allMatch(length -> length <= 100);
    }

    @Test
    void anotherChoiceIsToldAndNoFailure() throws IOException {
        String choices = Files.readString(recorded());
        Path other = Files.writeString(
                folder.resolve("other.json"), choices.replaceFirst("\"chosen\" : [0-9]+", "\"chosen\" : 0"));
        JsonNode json = bench("--without", "memory,drafts", "--compare", other.toString(), "--json")
                .succeeds()
                .json();
        assertThat(json.path("accelerations")).hasSize(5);
        assertThat(json.at("/comparison/same").asBoolean()).isFalse();
        assertThat(json.at("/comparison/sameSteps").asInt()).isZero();
        assertThat(json.at("/comparison/firstDifference").asText()).contains("step 1", "chosen token: recorded 0");
    }

    @Test
    void choicesOfAnotherSearchAreRefused() {
        assertThat(bench(
                                "--trials",
                                "2",
                                "--fluency-weight",
                                "0.5",
                                "--compare",
                                recorded().toString())
                        .fails(2, "INVALID_EXPECTATION")
                        .err())
                .contains("2 problems", "--fluency-weight: 0.2 there, 0.5 here");
    }

    @Test
    void badOptionsAndFilesAreNamedBeforeTheModelIsOpened() {
        assertThat(CommandRun.of("bench", "--steps", "0", "--train", "0", "--without", "speed", "--dtype", "int8")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("4 problems", "--without: expected some of question-cache");
        assertThat(bench("--record", recorded().toString())
                        .fails(2, "OUTPUT_EXISTS")
                        .err())
                .contains("--record: expected a new file")
                .doesNotContain("model smollm2");
        bench("--record", folder.resolve("none/a.json").toString()).fails(4, "NOT_WRITABLE");
        bench("--compare", folder.resolve("absent.json").toString()).fails(2, "FILE_NOT_FOUND");
        bench("--train", "5000").fails(2, "INVALID_OPTION");
        bench("--dev", "3").fails(2, "INVALID_OPTION");
        assertThat(bench("--preset", "budget").fails(2, "INVALID_OPTION").err())
                .contains("--preset: expected paper, authors or default, found 'budget'");
        assertThat(CommandRun.of("bench", "engine", "--dtype", "int8")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--dtype: expected auto, float32 or bfloat16, found 'int8'");
    }
}
