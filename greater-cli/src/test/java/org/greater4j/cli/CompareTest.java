package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.greater4j.app.Methods;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison and a transfer on the real default model, with sizes that take seconds. */
class CompareTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsModel() {
        CommandRun.needsDefaultModel();
    }

    @Test
    void methodsAreComparedWithinABudgetAndTheirPromptsMeasuredElsewhere() {
        Path out = folder.resolve("runs");
        String[] words = {
            "compare",
            "--methods",
            "greater,opro",
            "--train",
            "2",
            "--dev",
            "2",
            "--test",
            "4",
            "--max-new-tokens",
            "6",
            "--budget",
            "tokens=1200",
            "--out",
            out.toString(),
            "--json"
        };
        JsonNode table = CommandRun.of(words).succeeds().json();

        assertThat(table.path("methods").toString()).isEqualTo("[\"initial\",\"greater\",\"opro\"]");
        assertThat(table.path("reference").asText()).isEqualTo("initial");
        assertThat(table.path("rival").asText()).isEqualTo("greater");
        List<String> compared = new ArrayList<>();
        for (JsonNode entry : table.path("entries")) {
            compared.add(entry.path("method").asText() + " "
                    + !entry.path("comparison").isNull() + " "
                    + !entry.path("againstRival").isNull() + " "
                    + !entry.path("calls").isNull());
            assertThat(entry.path("accuracy").path("questions").asInt()).isEqualTo(4);
        }
        assertThat(compared)
                .containsExactly("initial false true false", "greater true false false", "opro true true true");
        assertThat(out.resolve("table.md")).content().contains("Against greater, on the same rows", "no proposal");

        CommandRun again = CommandRun.of(words).succeeds();
        assertThat(again.json()).as("nothing is done twice").isEqualTo(table);

        CommandRun transfer = CommandRun.of(
                        "transfer",
                        out.toString(),
                        "--model",
                        "smollm2-135m-instruct",
                        "--json",
                        "--out",
                        folder.resolve("transfer").toString())
                .succeeds();
        assertThat(transfer.err()).as("opened once for both runs").containsOnlyOnce("model smollm2");
        assertThat(table.at("/entries/1/searchTokens").asDouble())
                .as("without the choice and the test")
                .isPositive()
                .isLessThan(table.at("/entries/1/tokens").asDouble());

        assertThat(transfer.json().path("entries")).hasSize(2);
        for (JsonNode entry : transfer.json().path("entries")) {
            assertThat(entry.path("to").asText()).isEqualTo(entry.path("from").asText());
            // on the model that it was found on, a prompt is worth what its run says
            JsonNode run = stream(table.path("entries"))
                    .filter(one -> one.path("method")
                            .asText()
                            .equals(entry.path("method").asText()))
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.path("transferred").path("right"))
                    .isEqualTo(run.path("accuracy").path("right"));
            assertThat(entry.path("comparison").path("questionsPValue"))
                    .isEqualTo(run.path("comparison").path("questionsPValue"));
        }
    }

    @Test
    void badOptionsAreAllNamed() {
        CommandRun compare = CommandRun.of(
                        "compare",
                        "--methods",
                        "greater,gradient",
                        "--budget",
                        "calls=3",
                        "--tasks",
                        "a",
                        "--task",
                        "b",
                        "--seeds",
                        "one")
                .fails(2, "INVALID_OPTION");
        assertThat(compare.err())
                .contains("--methods: expected some of " + String.join(", ", Methods.labels()) + ", found 'gradient'")
                .contains("--budget calls")
                .contains("--tasks: expected either")
                .contains("--seeds: expected whole numbers, found 'one'");
        assertThat(CommandRun.of("transfer").fails(2, "INVALID_OPTION").err())
                .contains("DIR: expected", "--model: expected");
        assertThat(CommandRun.of("transfer", folder.toString(), "--model", "m")
                        .fails(2, "INVALID_RUN")
                        .err())
                .contains("expected a finished run, or a folder with some, found none in " + folder);
        assertThat(CommandRun.of("optimize", "--method", "opro", "--preset", "budget", "--bandit", "x")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("--preset budget: expected a budget of tokens", "--bandit: expected one of bf, ucb");
    }

    @Test
    void whatOnlySomeMethodsHeedIsFoundBeforeThereIsAFolder() throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("opro.txt"), "[user]\n{{history}}\n[assistant]\nSure:");
        Path out = folder.resolve("none");
        CommandRun compare = CommandRun.of(
                        "compare",
                        "--methods",
                        "protegi,opro",
                        "--preset",
                        "budget",
                        "--bandit",
                        "x",
                        "--templates",
                        templates.toString(),
                        "--out",
                        out.toString())
                .fails(2, "INVALID_OPTION");
        assertThat(compare.err())
                .containsOnlyOnce("--preset budget: expected a budget of tokens")
                .containsOnlyOnce("--bandit: expected one of bf, ucb")
                .containsOnlyOnce("opro.txt: expected [user] as the last turn");
        assertThat(out).doesNotExist();
    }

    @Test
    void transferTakesTheDesignsWordsToo() {
        assertThat(CommandRun.of("transfer", "--run", folder + "," + folder.resolve("other"), "--to", "m")
                        .fails(2, "INVALID_RUN")
                        .err())
                .contains("found none in " + folder, "found none in " + folder.resolve("other"));
        assertThat(CommandRun.of("transfer", "--run", folder + ",", "--to", "m")
                        .fails(2, "INVALID_OPTION")
                        .err())
                .contains("DIR: expected at least one run, found --run '" + folder + ",'");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
