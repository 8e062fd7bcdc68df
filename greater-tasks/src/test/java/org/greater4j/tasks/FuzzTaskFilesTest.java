package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of a user's own questions over damaged files. */
class FuzzTaskFilesTest {
    private static final Set<ErrorCode> DOCUMENTED =
            EnumSet.of(ErrorCode.INVALID_TASK, ErrorCode.INVALID_OPTION, ErrorCode.FILE_NOT_FOUND);

    private static final String ROWS = """
            question,answer,note
            "Is 2 even, or ""odd""?",Yes,a
            Is 3 even?,No,"two
            lines"
            Is 4 even? ü🙂,Yes,
            Is 5 even?,No,d
            """;

    private static final Map<String, String> FILES = Map.of(
            "tasks.csv",
            ROWS,
            "tasks.tsv",
            "question\tanswer\nIs 2 even?\tYes\n\"Is 3\teven?\"\tNo\nIs 4 even?\tYes\n",
            "tasks.jsonl",
            """
            {"question": "Is 2 even?", "answer": "Yes", "more": {"deep": [1, 2.5e3, null]}}
            {"question": "Is 3 even?\\n\\u00fc", "answer": "No"}
            {"question": "Is 4 even?", "answer": "Yes"}
            """,
            "tasks.json",
            """
            {"name": "even", "examples": [
              {"input": "Is 2 even?", "target": "Yes"},
              {"input": "Is 3 even?", "target": "No", "tags": ["a", {"b": true}]}]}
            """);

    private static final String TASK = """
            data: rows.csv              # beside this file
            question: |
              Note {note}.
              {question}
            answer: answer
            answer-format: label
            labels: [Yes, No]
            synonyms: {even: Yes, odd: No}
            extractor: " So the answer is "
            stop-words: [because, "a: b"]
            metric: exact
            licence: CC0
            """;

    /** Marks of the formats, to be put anywhere. */
    private static final List<String> MARKS = List.of(
            "\"",
            "'",
            ",",
            ";",
            "\t",
            "|",
            "\n",
            "\r\n",
            "\r",
            "\u0000",
            "\uFEFF",
            "{",
            "}",
            "[",
            "]",
            "[".repeat(3000),
            "{\"a\":".repeat(2000),
            ": ",
            "- ",
            "? ",
            "&a ",
            "*a",
            "<<: *a",
            "!!java.net.URL ",
            "!!binary ",
            "%YAML 9.9\n",
            "---\n",
            "...\n",
            "|+\n",
            ">-\n",
            "{question}",
            "{}",
            "{{",
            "\\u12",
            "\\",
            "1e99999",
            "9".repeat(2000),
            "null",
            "NaN",
            "#");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tasks.csv", "tasks.tsv", "tasks.jsonl", "tasks.json"})
    void rows(String name) {
        byte[] sound = Objects.requireNonNull(FILES.get(name)).getBytes(StandardCharsets.UTF_8);
        Path path = folder.resolve(name);
        Fuzz.Outcome outcome = Fuzz.run("task " + name, 1, DOCUMENTED, random -> {
            Files.write(path, damaged(sound, random));
            TaskLoader.load(TaskRequest.named(path.toString()).build());
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    @Test
    void taskFiles() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), ROWS);
        byte[] sound = TASK.getBytes(StandardCharsets.UTF_8);
        Path path = folder.resolve("task.yaml");
        Fuzz.Outcome outcome = Fuzz.run("task yaml", 1, DOCUMENTED, random -> {
            Files.write(path, damaged(sound, random));
            TaskLoader.load(TaskRequest.named(path.toString()).build());
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    private static byte[] damaged(byte[] sound, Random random) {
        return random.nextBoolean() ? Fuzz.damage(sound, random) : Fuzz.insert(sound, MARKS, random);
    }
}
