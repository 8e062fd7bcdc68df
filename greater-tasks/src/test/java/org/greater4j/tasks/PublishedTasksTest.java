package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GSM8K, FOLIO, the paper's split sizes and the authors' files, held against the published data. */
final class PublishedTasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern ROW_END = Pattern.compile("\",\\(([ABC])\\),\\(\\1\\)\\R");
    private static final Pattern FOLIO_ROW = Pattern.compile(
            "Premise:.*\\R\\RQuestion:\\R.*\\R\\RStatement: (.*)\\R\\ROptions:\\R\\(A\\) True\\R\\(B\\) False\\R\\(C\\) Uncertain",
            Pattern.DOTALL);

    @TempDir
    Path folder;

    static Stream<String> published() {
        return TaskCatalogue.entries().stream()
                .filter(entry -> !entry.generated())
                .map(TaskCatalogue.Entry::name);
    }

    @Test
    void everyPinIsOfThePublishedBytes() {
        Path data = SharedFiles.assume("data");
        assertThat(PublishedFiles.all()).hasSize(27 + 4).allSatisfy(file -> {
            Path path = data.resolve(file.path());
            assertThat(Files.size(path)).isEqualTo(file.sizeBytes());
            assertThat(SourceFile.read(path).sha256()).isEqualTo(file.sha256());
            assertThat(file.address().getHost()).isEqualTo("raw.githubusercontent.com");
            assertThat(file.address().getPath()).endsWith("/" + file.fileName());
        });
    }

    @Test
    void all8792AnswersOfGsm8kAreReadAsTheyAre() throws IOException {
        Task task = load("gsm8k", Splits.SEEDED);
        List<JsonNode> rows = lines("gsm8k/train.jsonl");
        rows.addAll(lines("gsm8k/test.jsonl"));
        assertThat(task.examples()).hasSameSizeAs(rows).hasSize(8792);
        for (int i = 0; i < rows.size(); i++) {
            Example example = task.examples().get(i);
            String answer = rows.get(i).path("answer").asText();
            String number = answer.substring(answer.lastIndexOf("#### ") + 5).strip();
            assertThat(example.question())
                    .isEqualTo(rows.get(i).path("question").asText().strip());
            assertThat(new BigDecimal(example.answer())).isEqualByComparingTo(number.replace(",", ""));
            for (String reply : List.of(number, "#### " + number, "$" + number + ".", "\\boxed{" + number + "}")) {
                assertThat(task.judge(example, reply)).as(reply).isEqualTo(Outcome.RIGHT);
            }
            assertThat(example.solution()).doesNotContain("<<", ">>", "####").isNotBlank();
        }
        assertThat(Gsm8k.withoutCalculatorMarks("48/2 = <<48/2=24>>24 clips")).isEqualTo("48/2 = 24 clips");
    }

    @Test
    void everyRowOfFolioIsReadAsItIs() throws IOException {
        Task task = load("folio", Splits.SEEDED);
        List<JsonNode> rows = lines("folio/folio-train.jsonl");
        int train = rows.size();
        rows.addAll(lines("folio/folio-validation.jsonl"));
        assertThat(rows).hasSize(1208);
        assertThat(task.examples()).hasSize(1207);
        assertThat(task.source()).endsWith(", 1207 examples, 1 dropped as repeated questions");
        for (Example example : task.examples()) {
            int index = Integer.parseInt(example.id().substring(example.id().indexOf('#') + 1));
            JsonNode row = rows.get(example.id().contains("/train#") ? index : train + index);
            assertThat(example.question())
                    .contains(row.path("conclusion").asText().strip());
            row.path("premises")
                    .forEach(premise -> assertThat(example.question())
                            .contains(premise.asText().strip()));
            String label = row.path("label").asText();
            assertThat(example.answer()).isEqualTo(label.equals("Unknown") ? "Uncertain" : label);
            assertThat(task.judge(example, label)).isEqualTo(Outcome.RIGHT);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void splitsHaveThePapersSizesAndNoQuestionTwice(String name) {
        Task task = load(name, Splits.PAPER);
        SplitSizes sizes = Objects.requireNonNull(task.details().sizes());
        int questions = task.examples().size();
        if (name.equals("gsm8k")) {
            assertThat(sizes).isEqualTo(new SplitSizes(100, 100, 1319));
        } else if (name.equals("folio")) {
            assertThat(sizes).isEqualTo(new SplitSizes(100, 100, 203));
        } else {
            assertThat(sizes.train()).isEqualTo(50);
            assertThat(sizes.total()).isEqualTo(Math.min(250, questions));
            assertThat(sizes.test() - sizes.dev()).isBetween(0, 1);
        }
        Split split = Split.of(task, sizes, 1);
        Set<String> seen = new HashSet<>();
        for (List<Example> part : List.of(split.train(), split.dev(), split.test())) {
            for (Example example : part) {
                assertThat(seen.add(example.question().strip().replaceAll("\\s+", " ")))
                        .isTrue();
            }
        }
        assertThat(seen).hasSize(sizes.total());
        assertThat(Split.of(load(name, Splits.PAPER), sizes, 1)).isEqualTo(split);
        assertThat(Split.of(task, sizes, 2).train()).isNotEqualTo(split.train());
        assertThat(split.test()).allMatch(example -> !example.id().contains("/train#"));
        assertThat(split.train()).allMatch(example -> !example.id().contains("/test#"));
    }

    @ParameterizedTest
    @MethodSource("published")
    void theAuthorsRowsAreThoseOfThePublishedFiles(String name) throws IOException {
        Task authors = load(name, Splits.AUTHORS);
        SplitSizes sizes = Objects.requireNonNull(authors.details().sizes());
        Split split = Split.of(authors, sizes, 7);
        assertThat(authors.source()).startsWith("the authors' ");
        assertThat(sizes.total()).isEqualTo(authors.examples().size());
        assertThat(split.train()).isEqualTo(authors.examples().subList(0, sizes.train()));
        if (name.equals("folio")) {
            assertThat(sizes).isEqualTo(new SplitSizes(100, 100, 203));
            return;
        }
        if (name.equals("gsm8k")) {
            assertThat(sizes).isEqualTo(new SplitSizes(100, 100, 1319));
        } else {
            assertThat(split.train().get(0).id()).isEqualTo(name + "/authors#0");
            int rows = JSON.readTree(Files.readString(SharedFiles.assume("data/" + name + ".json")))
                    .path("examples")
                    .size();
            if (rows == 250) {
                assertThat(split.train()).extracting(PublishedTasksTest::row).allMatch(row -> row < 50);
                assertThat(split.dev()).extracting(PublishedTasksTest::row).allMatch(row -> row >= 50 && row < 150);
                assertThat(split.test()).extracting(PublishedTasksTest::row).allMatch(row -> row >= 150);
            }
        }
        // the authors' spelling of quotes and dashes differs in some rows; a repeated question may have two answers
        Map<String, Set<String>> answers = new HashMap<>();
        for (Example example : published(name, authors)) {
            answers.computeIfAbsent(key(example.question()), question -> new HashSet<>())
                    .add(example.answer());
        }
        List<Example> unknown = new ArrayList<>();
        for (Example example : authors.examples()) {
            Set<String> expected = answers.getOrDefault(key(example.question()), Set.of());
            if (!expected.contains(example.answer())) {
                unknown.add(example);
            }
        }
        assertThat(unknown).as("questions that the published files do not have").isEmpty();
    }

    @Test
    void aRowThatTheAuthorsCouldNotUseEitherMovesNoOther() {
        SplitSizes sizes = Objects.requireNonNull(
                load("bbh/ruin_names", Splits.AUTHORS).details().sizes());
        assertThat(sizes).as("rows 99 and 144 have no letter").isEqualTo(new SplitSizes(50, 98, 100));
    }

    @Test
    void theAuthorsRowsOfFolioAreReadAsTheyAre() throws IOException {
        Map<String, Set<String>> published = new HashMap<>();
        for (String file : List.of("folio/folio-train.jsonl", "folio/folio-validation.jsonl")) {
            for (JsonNode row : lines(file)) {
                String letter = switch (row.path("label").asText()) {
                    case "True" -> "A";
                    case "False" -> "B";
                    default -> "C";
                };
                published
                        .computeIfAbsent(key(row.path("conclusion").asText()), conclusion -> new HashSet<>())
                        .add(letter);
            }
        }
        Task task = load("folio", Splits.AUTHORS);
        List<String> letters = new ArrayList<>();
        for (String part : List.of("train", "dev", "test")) {
            String text = Files.readString(SharedFiles.assume("data/greater_splits/folio/" + part + ".csv"));
            ROW_END.matcher(text).results().map(row -> row.group(1)).forEach(letters::add);
        }
        assertThat(task.examples()).extracting(Example::answer).isEqualTo(letters);
        int agreeing = 0;
        int differing = 0;
        for (Example example : task.examples()) {
            Matcher parts = FOLIO_ROW.matcher(example.question());
            assertThat(parts.matches()).as(example.id()).isTrue();
            assertThat(task.judge(example, example.answer() + ")")).isEqualTo(Outcome.RIGHT);
            Set<String> labels = published.get(key(parts.group(1)));
            agreeing += labels != null && labels.contains(example.answer()) ? 1 : 0;
            differing += labels != null && !labels.contains(example.answer()) ? 1 : 0;
        }
        // the authors have another version of the data set: nearly half of its conclusions are not in the published
        // one, three have
        // another label there
        assertThat(agreeing).isGreaterThan(150);
        assertThat(differing).isLessThanOrEqualTo(3);
    }

    @Test
    void markersOfThePaper() {
        assertThat(TaskCatalogue.entries().stream()
                        .filter(entry -> entry.name().startsWith("bbh/") && entry.inThePaper()))
                .hasSize(21);
        assertThat(TaskCatalogue.find("gsm8k"))
                .hasValueSatisfying(entry -> assertThat(entry.inThePaper()).isTrue());
        assertThat(TaskCatalogue.find("bbh/word_sorting"))
                .hasValueSatisfying(entry -> assertThat(entry.inThePaper()).isFalse());
    }

    @Test
    void aDuplicateOfATestQuestionLeavesTheTrainingPart() throws IOException {
        write("train.jsonl", gsm("One  plus one?", "2"), gsm("Two?", "2"), gsm("Two?", "2"));
        write("test.jsonl", gsm("One plus one?", "2"), gsm("Three?", "3"));
        Task task =
                TaskLoader.load(TaskRequest.named("gsm8k").dataDirectory(folder).build(), Map.of());
        assertThat(task.examples())
                .extracting(Example::id)
                .containsExactly("gsm8k/train#1", "gsm8k/test#0", "gsm8k/test#1");
        assertThat(task.source())
                .endsWith("3 examples, 2 dropped as repeated questions")
                .contains("(not the pinned file)");
    }

    @Test
    void faultyRowsAreAllNamed() throws IOException {
        write(
                "train.jsonl",
                gsm("One?", "1"),
                "{\"question\": \"Two?\", \"answer\": \"no marker\"}",
                "{",
                gsm("", "3"));
        write("test.jsonl", gsm("Four?", "four"));
        assertThatThrownBy(() -> TaskLoader.load(
                        TaskRequest.named("gsm8k").dataDirectory(folder).build(), Map.of()))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("task gsm8k: 3 problems")
                .hasMessageContaining("train.jsonl:2: expected a number behind ####")
                .hasMessageContaining("train.jsonl:3: expected one JSON object")
                .hasMessageContaining("train.jsonl:4: expected a text in the field 'question'");
    }

    @Test
    void saysWhereToGetWhatIsNotThere() {
        assertThatThrownBy(() -> TaskLoader.load(TaskRequest.named("gsm8k").build(), Map.of()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContaining("openai/grade-school-math")
                .hasMessageContaining("--data DIR");
        assertThatThrownBy(() -> TaskLoader.load(
                        TaskRequest.named("folio")
                                .splits(Splits.AUTHORS)
                                .dataDirectory(folder)
                                .build(),
                        Map.of()))
                .hasMessageContaining("train.csv or greater_splits/folio/train.csv or folio/train.csv in " + folder)
                .hasMessageContaining("--splits paper");
        assertThatThrownBy(() -> TaskLoader.load(
                        TaskRequest.named("gen/navigate").splits(Splits.PAPER).build(), Map.of()))
                .hasMessageContaining("found --splits");
        assertThatThrownBy(() -> Splits.of("mine")).hasMessageContaining("seeded, paper, authors, found 'mine'");
    }

    private static List<Example> published(String name, Task authors) throws IOException {
        if (name.equals("gsm8k")) {
            return load(name, Splits.SEEDED).examples();
        }
        List<Example> examples = new ArrayList<>();
        for (JsonNode row : JSON.readTree(Files.readString(SharedFiles.assume("data/" + name + ".json")))
                .path("examples")) {
            String target = row.path("target").asText();
            if (authors.answerFormat() instanceof ChoiceFormat && !target.startsWith("(")) {
                continue;
            }
            examples.add(new Example(
                    "", row.path("input").asText(), authors.answerFormat().normalise(target)));
        }
        return examples;
    }

    private static int row(Example example) {
        return Integer.parseInt(example.id().substring(example.id().indexOf('#') + 1));
    }

    private static String key(String text) {
        return text.replaceAll("[\\s'\"\u2018\u2019\u201c\u201d]", "").replaceAll("[\u2013\u2014]", "-");
    }

    private static String gsm(String question, String answer) {
        return JSON.createObjectNode()
                .put("question", question)
                .put("answer", "So.\n#### " + answer)
                .toString();
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines));
    }

    private static List<JsonNode> lines(String path) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SharedFiles.assume("data/" + path))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private static Task load(String name, Splits splits) {
        return TaskLoader.load(
                TaskRequest.named(name)
                        .splits(splits)
                        .dataDirectory(SharedFiles.assume("data"))
                        .build(),
                Map.of());
    }
}
