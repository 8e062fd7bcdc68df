package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.BracketFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.ListFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task files, further layouts, files in other encodings, and what is brought along by the class path. */
final class OwnFilesTest {
    private static final String TWO_ROWS = "question,answer\nIs it caf\u00e9?,Yes\nIs it tea?,No\n";

    @TempDir
    Path folder;

    @Test
    void encodingsAreNamed() throws IOException {
        assertError(bytes("a.csv", TWO_ROWS, StandardCharsets.UTF_16)).contains("UTF-16", "byte order mark", "iconv");
        assertError(bytes("b.csv", "\uFEFF" + TWO_ROWS, StandardCharsets.UTF_16LE))
                .contains("UTF-16");
        assertError(bytes("c.csv", TWO_ROWS, StandardCharsets.UTF_16BE)).contains("UTF-16 without a byte order mark");
        assertError(bytes("d.csv", TWO_ROWS, StandardCharsets.ISO_8859_1))
                .contains("expected text in UTF-8, found byte E9 in line 2, which would be '\u00e9' in Windows-1252");
        assertError(bytes("e.csv", TWO_ROWS, Charset.forName("windows-1252"))).contains("iconv -f WINDOWS-1252");
        assertThat(load(bytes("f.csv", "\uFEFF" + TWO_ROWS, StandardCharsets.UTF_8))
                        .examples())
                .hasSize(2);
        assertError(Files.write(folder.resolve("g.csv"), new byte[] {'P', 'K', 3, 4, 20}))
                .contains(".xlsx");
        assertError(Files.write(folder.resolve("h.jsonl"), new byte[] {0x1F, (byte) 0x8B, 8}))
                .contains("gunzip");
    }

    @Test
    void filesThatAreTooLargeOrEmptyAreNamed() throws IOException {
        Path large = folder.resolve("large.csv");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(100_000_000);
        }
        assertError(large).contains("expected at most 50 MB, found 100 MB", "take a part of the file");
        for (String name : List.of("empty.csv", "empty.tsv", "empty.jsonl", "empty.json")) {
            assertError(Files.writeString(folder.resolve(name), "")).contains("the file is empty");
        }
        assertError(Files.writeString(folder.resolve("empty.yaml"), "")).contains("data: questions.csv", "found none");
    }

    @Test
    void otherSeparatorsThanTheCommaAreFound() throws IOException {
        Task task = load(write("a.csv", "id;question;answer\n1;\"One; or two?\";1,5\n2;Three?;3\n"));
        assertThat(task.examples()).extracting(Example::question).containsExactly("One; or two?", "Three?");
        assertThat(task.source()).contains("separator ;");
        assertThat(load(write("b.csv", "question\tanswer\nOne?\t1\nTwo?\t2\n")).examples())
                .hasSize(2);
        assertError(write("c.csv", "frage;antwort\none;1\n")).contains("found the fields frage, antwort");
    }

    @Test
    void readsJson() throws IOException {
        String rows = "[{\"question\": \"One?\", \"answer\": 1},\n {\"question\": \"Two?\", \"answer\": 2.50}]";
        assertThat(load(write("a.json", rows)).examples())
                .containsExactly(new Example("a.json:1", "One?", "1"), new Example("a.json:2", "Two?", "2.5"));
        assertThat(load(write("b.json", "{\"version\": {\"x\": [1]}, \"examples\": " + rows + ", \"more\": 1}"))
                        .examples())
                .hasSize(2);
        assertError(write("c.json", "{\"rows\": 3}")).contains("c.json:1: expected a list of objects");
        assertError(write("d.json", "{\"other\": []}")).contains("found neither");
        assertError(write("e.json", "[{\"question\": \"One?\", \"answer\": 1},\n 5, {\"question\": \"Two?\"}, [}"))
                .contains(
                        "3 problems",
                        "e.json:2: expected a JSON object, found '5'",
                        "e.json:2#2: expected a field for the answer",
                        "e.json:2#3: expected JSON, found: Unexpected close marker '}': expected ']'; nothing after it was read");
    }

    @Test
    void rowsOfOneLineAreToldApart() throws IOException {
        String rows =
                "[{\"question\":\"One?\",\"answer\":1},{\"question\":\"Two?\",\"answer\":2},{\"question\":\"Three?\",\"answer\":3}";
        assertThat(load(write("a.json", rows + "]")).examples())
                .containsExactly(
                        new Example("a.json:1", "One?", "1"),
                        new Example("a.json:1#2", "Two?", "2"),
                        new Example("a.json:1#3", "Three?", "3"));
        TaskCheck check = TaskLoader.check(TaskRequest.named(write(
                                "b.json",
                                rows + ",{\"question\":\"Two?\",\"answer\":4},5,{\"question\":\"\",\"answer\":\"\"},"
                                        + "{\"question\":\"Six?\",\"answer\":\"six\"},\n{\"question\":\"One?\",\"answer\":7}]")
                        .toString())
                .answerKind(AnswerKind.NUMBER)
                .build());
        assertThat(check.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly("b.json:1#4", "b.json:1#5", "b.json:1#6", "b.json:1#6", "b.json:1#7", "b.json:2");
        assertThat(check.problems().get(0)).contains("found the question of b.json:1#2 again");
        assertThat(check.rows()).isEqualTo(8);
        assertThat(check.badRows()).isEqualTo(5);
    }

    @Test
    void questionsThatDifferInWhiteSpaceAloneAreOne() throws IOException {
        assertError(write("a.csv", "question,answer\nOne  plus one?,2\n\"One plus\none?\",2\n"))
                .contains("a.csv:3: expected distinct questions, found the question of a.csv:2 again");
    }

    @Test
    void aMetricMustBeAbleToJudgeTheAnswers() throws IOException {
        Path rows = write("a.csv", "question,answer\none,Yes\ntwo,No\nthree,Yes\nfour,No\n");
        TaskCheck labels = TaskLoader.check(
                TaskRequest.named(rows.toString()).metric("within-1-percent").build());
        assertThat(labels.badRows()).isEqualTo(4);
        assertThat(labels.problems().get(0))
                .isEqualTo(
                        "a.csv:2: expected an answer that the metric within-1-percent accepts where it is the right one,"
                                + " found 'Yes', at which it throws NumberFormatException; mend it, or choose another --metric or"
                                + " --answer-format");
        Path some = write("b.csv", "question,answer\none,1\ntwo,2\nthree,many\n");
        TaskCheck text = TaskLoader.check(TaskRequest.named(some.toString())
                .answerKind(AnswerKind.TEXT)
                .metric("within-1-percent")
                .build());
        assertThat(text.problems())
                .singleElement()
                .asString()
                .startsWith("b.csv:4: expected an answer that the metric");
        assertThat(TaskLoader.check(TaskRequest.named(write("c.csv", "question,answer\none,1\ntwo,0\n")
                                        .toString())
                                .metric("within-1-percent")
                                .build())
                        .problems())
                .isEmpty();
    }

    @Test
    void blankStopWordsAreRefused() throws IOException {
        write("rows.csv", "text,answer\none,1\n");
        for (String words : List.of("[\"\"]", "[because, \" \"]", "[\"\\n\"]")) {
            assertError(write("a.yaml", "data: rows.csv\nstop-words: " + words + "\n"))
                    .contains("task file a.yaml: stop-words: expected texts, found a blank one");
        }
    }

    @Test
    void aTaskFileSaysHowAFileIsRead() throws IOException {
        write("reviews.tsv", "product\ttext\tverdict\nlamp\tToo dim.\tbad\nsofa\tSoft!\tGood\nbed\tSo {so}.\tpoor\n");
        Path yaml = write("task.yaml", """
                # how the reviews are read
                data: reviews.tsv
                question: |
                  Review of the {product}: {Text}
                  {{Yes}} or {{No}}?
                answer: verdict
                labels: [Yes, No]
                synonyms: {good: Yes, bad: No, poor: No}
                extractor: "\\nSo: \\""
                stop-words: [because, ";"]
                metric: exact
                licence: CC0-1.0
                version: 1.10
                """);
        Task task = load(yaml);
        assertThat(task.name()).isEqualTo(yaml.toString());
        assertThat(task.examples())
                .containsExactly(
                        new Example("reviews.tsv:2", "Review of the lamp: Too dim.\n{Yes} or {No}?", "No"),
                        new Example("reviews.tsv:3", "Review of the sofa: Soft!\n{Yes} or {No}?", "Yes"),
                        new Example("reviews.tsv:4", "Review of the bed: So {so}.\n{Yes} or {No}?", "No"));
        assertThat(task.answerFormat())
                .isEqualTo(new LabelFormat(List.of("Yes", "No"), Map.of("good", "Yes", "bad", "No", "poor", "No")));
        assertThat(task.extractor()).isEqualTo("\nSo: \"");
        assertThat(task.details().stopWords()).containsExactly("because", ";");
        assertThat(task.details().licence()).isEqualTo("CC0-1.0");
        assertThat(task.details().version()).isEqualTo("1.10");
        assertThat(task.judge(task.examples().get(0), "poor; or good")).isEqualTo(Outcome.RIGHT);
        assertThat(TaskLoader.load(
                                TaskRequest.named(yaml.toString())
                                        .extractor("\nThus: ")
                                        .build(),
                                Map.of())
                        .extractor())
                .as("options go before the file")
                .isEqualTo("\nThus: ");
    }

    @Test
    void faultsOfATaskFileAreAllNamed() throws IOException {
        assertError(write("a.yaml", """
                        question: Is it kind?
                        lables: [a, b]
                        stop-words: because
                        synonyms: [x]
                        extractor: {a: b}
                        """))
                .contains(
                        "6 problems",
                        "unknown key 'lables'; did you mean labels?",
                        "expected the key 'data'",
                        "question: expected a question with the place of a field, such as {text}",
                        "stop-words: expected a list",
                        "synonyms: expected a map",
                        "extractor: expected a text");
        write("rows.csv", "text,answer\none,1\n");
        assertError(write("b.yaml", "data: rows.csv\nquestion: 'What of {text} and {other}?'\n"))
                .contains(
                        "expected a field 'other', which the question has a place for, found the fields text, answer");
        assertError(write("c.yaml", "data: none.csv\n")).contains("expected a file, found none at");
        assertError(write("d.yaml", "data: b.yaml\n")).contains("expected data in a file that ends in .csv");
        assertError(write("e.yaml", "data: rows.csv\ndata: more.csv\n")).contains("Duplicate field 'data'");
        assertError(write("f.yaml", "- one\n")).contains("expected lines such as `data: questions.csv`");
        assertError(write("g.yaml", "data: rows.csv\nsynonyms: {a: b}\n"))
                .contains("expected synonyms with labels alone");
        assertError(write("h.yaml", "data: !!java.net.URL [\"http://localhost\"]\n"))
                .contains("data: expected a text");
    }

    @Test
    void furtherFormatsByName() throws IOException {
        Task lists = TaskLoader.load(
                TaskRequest.named(write("a.csv", "question,answer\nsort b a,a b\n")
                                .toString())
                        .answerFormat("list")
                        .metric("unordered")
                        .build(),
                Map.of());
        assertThat(lists.answerFormat()).isEqualTo(new ListFormat());
        assertThat(lists.judge(lists.examples().get(0), "b, a")).isEqualTo(Outcome.RIGHT);
        assertThat(TaskLoader.load(
                                TaskRequest.named(write("b.csv", "question,answer\nclose ([,])\n")
                                                .toString())
                                        .answerKind(AnswerKind.BRACKETS)
                                        .build(),
                                Map.of())
                        .answerFormat())
                .isEqualTo(new BracketFormat());
        TaskRequest dates = TaskRequest.named(write("c.csv", "question,answer\none,May 1 2026\ntwo,01/02/2026\n")
                        .toString())
                .answerKind(AnswerKind.DATE)
                .build();
        assertThatThrownBy(() -> TaskLoader.load(dates, Map.of()))
                .hasMessageContaining("c.csv:3: expected an answer that is a date")
                .hasMessageContaining("found '01/02/2026'");
    }

    @Test
    void formatsAndMetricsOfTheUsersOwn() throws IOException {
        Path rows = write("a.csv", "question,answer\none,*\ntwo,**\n");
        Task task = TaskLoader.load(
                TaskRequest.named(rows.toString())
                        .answerFormat("stars")
                        .metric("one-star-off")
                        .build(),
                Map.of());
        assertThat(task.answerFormat()).isInstanceOf(StarFormat.class);
        assertThat(task.examples()).extracting(Example::answer).containsExactly("1 of 5", "2 of 5");
        Example two = task.examples().get(1);
        assertThat(task.judge(two, "**")).isEqualTo(Outcome.RIGHT);
        assertThat(task.judge(two, "***")).isEqualTo(Outcome.RIGHT);
        assertThat(task.judge(two, "****")).isEqualTo(Outcome.WRONG);
        assertThat(task.judge(two, "great")).isEqualTo(Outcome.UNANSWERED);
        assertThat(TaskCatalogue.answerFormats()).contains("number", "stars");
        assertThatThrownBy(() -> TaskLoader.load(
                        TaskRequest.named(rows.toString()).answerFormat("moons").build(), Map.of()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining("auto, label, choice, number, text, date, list, brackets, stars")
                .hasMessageContaining("META-INF/services/org.greater4j.task.AnswerFormat, found 'moons'");
        assertThatThrownBy(() -> TaskLoader.load(
                        TaskRequest.named(rows.toString()).metric("luck").build(), Map.of()))
                .hasMessageContaining("exact, unordered, within-1-percent, one-star-off")
                .hasMessageContaining("found 'luck'");
    }

    @Test
    void aCheckNamesEveryBadRowInTheOrderOfTheFile() throws IOException {
        Path path = write("a.csv", "question,answer\none,1\ntwo,zwei\n,3\none,4\nfive,5,6\nsix,6\n");
        TaskCheck check = TaskLoader.check(
                TaskRequest.named(path.toString()).answerKind(AnswerKind.NUMBER).build());
        assertThat(check.task()).isNull();
        assertThat(check.rows()).isEqualTo(6);
        assertThat(check.badRows()).isEqualTo(4);
        assertThat(check.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly("a.csv:3", "a.csv:4", "a.csv:5", "a.csv:6");

        TaskCheck sound = TaskLoader.check(
                TaskRequest.named(write("b.csv", "question,answer\none,1\n").toString())
                        .build());
        assertThat(sound.problems()).isEmpty();
        assertThat(Objects.requireNonNull(sound.task()).examples()).hasSize(1);
        assertThatThrownBy(() -> TaskLoader.check(TaskRequest.named("gsm8k").build()))
                .hasMessageContaining("expected a path ending in .csv");
    }

    private AbstractStringAssert<?> assertError(Path path) {
        return assertThatThrownBy(() -> load(path))
                .asInstanceOf(type(GreaterException.class))
                .extracting(GreaterException::getMessage)
                .asString();
    }

    private static Task load(Path path) {
        return TaskLoader.load(TaskRequest.named(path.toString()).build(), Map.of());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path bytes(String name, String content, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(charset));
    }
}
