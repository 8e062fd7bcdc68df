package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BbhReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    static List<BbhTask> all() {
        return BbhTask.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsThePublishedFile(BbhTask task) throws IOException {
        Path data = SharedFiles.assume("data/bbh");
        JsonNode published = JSON.readTree(Files.readString(data.resolve(task.name() + ".json")))
                .path("examples");
        Task read = load(task.fullName(), data);

        assertThat(published.size()).isEqualTo(task.publishedExamples());
        assertThat(read.answerFormat().name()).isEqualTo(task.kind().label());
        assertThat(read.examples()).hasSizeGreaterThanOrEqualTo(published.size() - 2);
        for (Example example : read.examples()) {
            JsonNode row = published.get(
                    Integer.parseInt(example.id().substring(example.id().indexOf('#') + 1)));
            assertThat(example.question()).isEqualTo(row.path("input").asText());
            String target = row.path("target").asText();
            assertThat(example.answer())
                    .isEqualTo(read.answerFormat() instanceof ChoiceFormat ? target.substring(1, 2) : target);
            assertThat(read.answerFormat().judge(example.answer(), target + "\"."))
                    .isEqualTo(Outcome.RIGHT);
        }
        assertThat(read.source())
                .matches(task.name() + "\\.json sha256=[0-9a-f]{64}, " + published.size() + " examples(, .*)?");
        int dropped = published.size() - read.examples().size();
        if (dropped == 0) {
            assertThat(read.source()).doesNotContain("dropped");
        } else {
            assertThat(read.source()).contains(", " + dropped + " dropped as ");
        }
    }

    @Test
    void allTwentySevenTasks() throws IOException {
        Path data = SharedFiles.assume("data/bbh");
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .hasSize(27)
                    .containsExactlyInAnyOrderElementsOf(
                            all().stream().map(task -> task.name() + ".json").toList());
        }
    }

    @Test
    void writesTheExtractorsOfTheGoldenSteps() throws IOException {
        JsonNode golden = JSON.readTree(Files.readString(SharedFiles.assume("golden/steps_navigate.json")));
        Task read = load("bbh/navigate", SharedFiles.assume("data/bbh"));
        List<String> answers = new ArrayList<>();
        golden.path("answers").forEach(answer -> answers.add(answer.asText()));
        assertThat(read.extractor()).isEqualTo(golden.path("extractor").asText());
        assertThat(read.examples().subList(0, answers.size()))
                .extracting(Example::answer)
                .isEqualTo(answers);
    }

    @Test
    void lettersAreThoseOfAllAnswers() throws IOException {
        write("hyperbaton", row("one", "(C)"), row("two", "(A)"), row("three", "(B)"));
        Task task = load("bbh/hyperbaton", folder);
        assertThat(task.extractor()).isEqualTo("\nThe final answer is (");
        assertThat(task.examples()).extracting(Example::answer).containsExactly("C", "A", "B");
    }

    @Test
    void dropsRepeatedQuestionsAndCountsThem() throws IOException {
        write(
                "navigate",
                row("one", "Yes"),
                row("two", "No"),
                row("one", "Yes"),
                row("two", "Yes"),
                row("three", "No"));
        Task task = load("bbh/navigate", folder);
        assertThat(task.examples())
                .containsExactly(
                        new Example("bbh/navigate#0", "one", "Yes"),
                        new Example("bbh/navigate#1", "two", "No"),
                        new Example("bbh/navigate#4", "three", "No"));
        assertThat(task.source()).endsWith(", 5 examples, 2 dropped as repeated questions");
    }

    @Test
    void dropsTheOddAnswerWithoutALetterButNotMany() throws IOException {
        String[] rows = new String[60];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("question " + i, i == 7 ? "Monsters" : i % 2 == 0 ? "(A)" : "(B)");
        }
        write("ruin_names", rows);
        Task task = load("bbh/ruin_names", folder);
        assertThat(task.examples()).hasSize(59).extracting(Example::id).doesNotContain("bbh/ruin_names#7");
        assertThat(task.source()).endsWith(", 60 examples, 1 dropped as answers without a letter");

        rows[9] = row("question 9", "Wolves");
        write("ruin_names", rows);
        assertThat(load("bbh/ruin_names", folder).source())
                .as("as many as a published file has, in a part of it")
                .endsWith("2 dropped as answers without a letter");

        rows[11] = row("question 11", "Giants");
        write("ruin_names", rows);
        assertThatThrownBy(() -> load("bbh/ruin_names", folder))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("3 problems")
                .hasMessageContaining(
                        "bbh/ruin_names#7: expected an answer that is one of the letters A, B, found 'Monsters'")
                .hasMessageContaining("bbh/ruin_names#9: ")
                .hasMessageContaining("bbh/ruin_names#11: ");
    }

    @Test
    void takesAFolderThatHoldsBbh() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("bbh"));
        Files.writeString(inner.resolve("navigate.json"), file(row("one", "Yes")));
        assertThat(load("bbh/navigate", folder).examples()).hasSize(1);
        assertThat(TaskLoader.load(
                                TaskRequest.named("bbh/navigate").build(),
                                Map.of(TaskLoader.DATA_VARIABLE, folder.toString()))
                        .examples())
                .hasSize(1);
    }

    @Test
    void takesAnExtractorOfTheUsers() throws IOException {
        write("navigate", row("one", "Yes"));
        TaskRequest request = TaskRequest.named("bbh/navigate")
                .dataDirectory(folder)
                .extractor("\nSo: \"")
                .build();
        assertThat(TaskLoader.load(request, Map.of()).extractor()).isEqualTo("\nSo: \"");
    }

    @Test
    void saysWhereToGetFilesThatAreNotThere() {
        assertError(TaskRequest.named("bbh/navigate").build(), ErrorCode.FILE_NOT_FOUND)
                .contains("navigate.json", "--data DIR", "BIG-Bench-Hard", "GREATER_DATA", "found none named");
        assertError(TaskRequest.named("bbh/navigate").dataDirectory(folder).build(), ErrorCode.FILE_NOT_FOUND)
                .contains("navigate.json or bbh/navigate.json in " + folder + ", found neither");
        assertError(
                        TaskRequest.named("bbh/navigate")
                                .dataDirectory(folder.resolve("none"))
                                .build(),
                        ErrorCode.FILE_NOT_FOUND)
                .contains("found no such directory");
    }

    @Test
    void reportsWhatIsWrongInAFile() throws IOException {
        TaskRequest request =
                TaskRequest.named("bbh/navigate").dataDirectory(folder).build();
        write("navigate", row("one", "Yes"), "{\"input\": 5, \"target\": \"No\"}", "{\"input\": \"two\"}", "7");
        assertError(request, ErrorCode.INVALID_TASK)
                .contains("3 problems", "#1: expected", "no text 'input'", "#2: expected", "no text 'target'", "#3: ");
        write("navigate", row("one", "Perhaps"), row(" ", "No"));
        assertError(request, ErrorCode.INVALID_TASK)
                .contains("#0: expected an answer that is one of No, Yes, found 'Perhaps'", "#1: expected a question");
        write("navigate");
        assertError(request, ErrorCode.INVALID_TASK).contains("navigate.json/examples, found an empty one");
        Files.writeString(folder.resolve("navigate.json"), "{\"examples\": [\n{");
        assertError(request, ErrorCode.INVALID_TASK).contains("expected JSON in navigate.json, found at line 2");
        Files.write(folder.resolve("navigate.json"), new byte[] {'{', (byte) 0xff});
        assertError(request, ErrorCode.INVALID_TASK).contains("expected text in UTF-8");
    }

    @Test
    void refusesOptionsOfOtherTasks() {
        assertError(
                        TaskRequest.named("bbh/navigate")
                                .difficulty(2)
                                .answerField("x")
                                .build(),
                        ErrorCode.INVALID_OPTION)
                .contains("--answer-field, --difficulty");
    }

    private static AbstractStringAssert<?> assertError(TaskRequest request, ErrorCode code) {
        return assertThatThrownBy(() -> TaskLoader.load(request, Map.of()))
                .asInstanceOf(type(GreaterException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .extracting(GreaterException::getMessage)
                .asString();
    }

    private static Task load(String name, Path data) {
        return TaskLoader.load(TaskRequest.named(name).dataDirectory(data).build(), Map.of());
    }

    private void write(String name, String... rows) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), file(rows));
    }

    private static String file(String... rows) {
        return "{\"canary\": \"none\", \"examples\": [" + String.join(",\n", rows) + "]}";
    }

    private static String row(String input, String target) {
        return JSON.createObjectNode().put("input", input).put("target", target).toString();
    }
}
