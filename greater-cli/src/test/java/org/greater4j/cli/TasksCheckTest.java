package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code greater tasks check}, and how splits and metrics are asked for. */
class TasksCheckTest {
    @TempDir
    Path folder;

    @Test
    void namesEveryBadRowWithItsLine() throws IOException {
        String file = write("a.csv", "question,answer\none,1\ntwo,zwei\n,3\none,4\n");
        CommandRun run = CommandRun.of("tasks", "check", file, "--answer-format", "number");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().lines())
                .containsExactly(
                        "a.csv:3: expected an answer that is a number, found 'zwei'",
                        "a.csv:4: expected a question in the field 'question', found an empty one",
                        "a.csv:5: expected distinct questions, found the question of a.csv:2 again; remove one of the"
                                + " two",
                        "",
                        "4 rows, 3 of them with problems");
        JsonNode json = CommandRun.of("tasks", "check", file, "--answer-format", "number", "--json")
                .json();
        assertThat(json.path("sound").asBoolean(true)).isFalse();
        assertThat(json.path("problems")).hasSize(3);
        assertThat(json.path("badRows").asInt()).isEqualTo(3);
    }

    @Test
    void answersOfNoFormatHideNoOtherRow() throws IOException {
        String file = write("a.csv", "question,answer\none,yes\n,no\ntwo,no\nthree,yes\nfour,yse\n");
        JsonNode json = CommandRun.of("tasks", "check", file, "--json").json();
        assertThat(json.path("sound").asBoolean(true)).isFalse();
        assertThat(json.path("rows").asInt()).isEqualTo(5);
        assertThat(json.path("badRows").asInt()).isEqualTo(2);
        assertThat(json.path("problems")).hasSize(2);
        assertThat(json.path("problems").get(0).asText()).startsWith("a.csv:3: ");
        assertThat(json.path("problems").get(1).asText()).startsWith("a.csv:6: ");
    }

    @Test
    void showsHowASoundFileIsRead() throws IOException {
        write("rows.csv", "text;kind\nHello!;Yes\nGo away.;No\nWell.;Yes\nNever.;No\n");
        String task = write("task.yaml", "data: rows.csv\nquestion: 'Is it kind? {text}'\nanswer: kind\n");
        CommandRun run = CommandRun.of("tasks", "check", task).succeeds();
        assertThat(run.out())
                .contains(
                        "label, one of No, Yes",
                        "separator ;",
                        "Is it kind? Hello!",
                        "4 rows, all sound",
                        "few rows: `optimize` would take 1 to train on, 1 to choose on and 2 to test on");
        assertThat(CommandRun.of("tasks", "check", task, "--json")
                        .succeeds()
                        .json()
                        .path("extractor")
                        .asText())
                .isEqualTo("\nThe final answer (No or Yes) is \"");
        assertThat(CommandRun.of("tasks", "show", task).succeeds().out()).contains("=> Yes");
    }

    @Test
    void saysWhenThereAreTooFewRowsToBeginWith() throws IOException {
        String two = write("two.csv", "question,answer\nIs it late?,no\nIs it early?,yes\n");
        assertThat(CommandRun.of("tasks", "check", two).succeeds().out()).contains("2 rows, all sound", "too few rows");
        StringBuilder many = new StringBuilder("question,answer\n");
        for (int i = 0; i < 200; i++) {
            many.append("Is ").append(i).append(" even?,").append(i % 2 == 0 ? "yes\n" : "no\n");
        }
        assertThat(CommandRun.of("tasks", "check", write("many.csv", many.toString()))
                        .succeeds()
                        .out())
                .contains("200 rows, all sound")
                .doesNotContain("few rows");
    }

    @Test
    void filesThatCannotBeReadAtAll() throws IOException {
        CommandRun.of("tasks", "check", folder.resolve("absent.csv").toString()).fails(2, "FILE_NOT_FOUND");
        Path utf16 =
                Files.write(folder.resolve("utf16.csv"), "question,answer\na,b\n".getBytes(StandardCharsets.UTF_16));
        assertThat(CommandRun.of("tasks", "check", utf16.toString())
                        .fails(2, "INVALID_TASK")
                        .err())
                .contains("expected text in UTF-8, found UTF-16");
        CommandRun.of("tasks", "check").fails(2, "INVALID_OPTION");
        CommandRun.of("tasks", "check", "gsm8k").fails(2, "INVALID_OPTION");
        CommandRun.of("tasks", "check", write("b.csv", "question,answer\na,b\n"), "--metric", "luck")
                .fails(2, "INVALID_OPTION");
        CommandRun.of("tasks", "show", "gsm8k", "--splits", "mine").fails(2, "INVALID_OPTION");
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
