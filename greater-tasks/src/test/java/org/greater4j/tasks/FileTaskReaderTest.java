package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractStringAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTaskReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsCsvAsSpreadsheetsWriteIt() throws IOException {
        Task task = load("a.csv", """
                \uFEFFid,Question,Answer
                1,"Is ""it"", then, so?",yes

                2,"Line one
                line two ", no
                3,Ärger?,Yes
                4,Again?,no
                """.replace("\n", "\r\n"));
        assertThat(task.examples())
                .containsExactly(
                        new Example("a.csv:2", "Is \"it\", then, so?", "yes"),
                        new Example("a.csv:4", "Line one\r\nline two", "no"),
                        new Example("a.csv:6", "Ärger?", "yes"),
                        new Example("a.csv:7", "Again?", "no"));
        assertThat(task.answerFormat()).isEqualTo(new LabelFormat(List.of("no", "yes")));
        assertThat(task.source()).matches("a\\.csv sha256=[0-9a-f]{64}, question=Question, answer=Answer, 4 examples");
        assertThat(task.name()).endsWith("a.csv");
    }

    @Test
    void readsTsv() throws IOException {
        Task task = load("a.tsv", "text\tlabel\none, two\t3\nthree\t-1,000.50\n");
        assertThat(task.examples())
                .containsExactly(new Example("a.tsv:2", "one, two", "3"), new Example("a.tsv:3", "three", "-1000.5"));
        assertThat(task.answerFormat()).isEqualTo(new NumberFormat());
    }

    @Test
    void readsJsonLines() throws IOException {
        Task task = load("a.jsonl", """
                {"input": "one\\nmore", "target": 12, "extra": [1]}

                {"target": 0.10, "input": "two"}
                {"question": "three", "input": "not this", "answer": "7"}
                """);
        assertThat(task.examples())
                .containsExactly(
                        new Example("a.jsonl:1", "one\nmore", "12"),
                        new Example("a.jsonl:3", "two", "0.1"),
                        new Example("a.jsonl:4", "three", "7"));
        assertThat(task.source()).contains("question=input/question, answer=target/answer");
        assertThat(load("b.jsonl", "{\"text\":\"a\",\"label\":true}\n{\"text\":\"b\",\"label\":false}")
                        .examples())
                .extracting(Example::answer)
                .containsExactly("true", "false");
    }

    @Test
    void readsTheFieldsThatTheUserNames() throws IOException {
        Task task = load(
                "a.csv",
                "question,prompt,gold\nno,one,left\nno,two,right\n",
                request -> request.questionField("prompt").answerField("gold").answerKind(AnswerKind.LABEL));
        assertThat(task.examples()).extracting(Example::question).containsExactly("one", "two");
        assertThat(task.extractor()).isEqualTo("\nThe final answer (left or right) is \"");
    }

    @Test
    void infersTheAnswerFormat() throws IOException {
        assertThat(format("(A)", "B", "(d)")).isEqualTo(new ChoiceFormat(List.of("A", "B", "D")));
        assertThat(format("1", "2,000", "-3.5")).isEqualTo(new NumberFormat());
        assertThat(format("Yes", "no", "No", "yes", "Yes", "no"))
                .as("the more frequent spelling")
                .isEqualTo(new LabelFormat(List.of("Yes", "no")));
        assertThat(format("red", "green", "blue", "red", "green"))
                .as("blue is there once")
                .isEqualTo(new FreeTextFormat());
        assertThat(format("same", "same")).isEqualTo(new FreeTextFormat());
        assertThat(format("A", "A", "B", "C d")).isEqualTo(new FreeTextFormat());
    }

    @Test
    void aSlipOfTheFingerDoesNotTurnLabelsIntoText() throws IOException {
        String file = "question,answer\none,positive\ntwo,negative\nthree,positive\nfour,negative\nfive,postive\n";
        assertError("a.csv", file, request -> request)
                .contains("a.csv:6: expected one of the labels negative, positive, found 'postive' once, beside"
                        + " 'positive' 2 times");
        assertThat(load("a.csv", file, request -> request.answerKind(AnswerKind.TEXT))
                        .answerFormat())
                .isEqualTo(new FreeTextFormat());
        assertThat(load("b.csv", file + "six,neither\n").answerFormat())
                .as("another answer stands alone too, so that these are no labels")
                .isEqualTo(new FreeTextFormat());
    }

    @Test
    void namedFormatsAndLabelsGoBeforeInference() throws IOException {
        String file = "question,answer\none,1\ntwo,2\n";
        assertThat(load("a.csv", file, request -> request.answerKind(AnswerKind.TEXT))
                        .answerFormat())
                .isEqualTo(new FreeTextFormat());
        assertThat(load("a.csv", file, request -> request.labels(List.of("2", "1", "3")))
                        .extractor())
                .isEqualTo("\nThe final answer (2 or 1 or 3) is \"");
        assertThat(load(
                                "a.csv",
                                "question,answer\none,(a)\n",
                                request -> request.answerKind(AnswerKind.CHOICE).labels(List.of("(A)", "b")))
                        .answerFormat())
                .isEqualTo(new ChoiceFormat(List.of("A", "B")));
        assertThat(load("a.csv", file, request -> request.extractor("So: \"")).extractor())
                .isEqualTo("So: \"");
    }

    @Test
    void reportsAllBadRowsOfACsvAtOnce() throws IOException {
        assertError(
                        "a.csv",
                        "question,answer\none,yes\n,no\ntwo,\nthree,no,more\none,no\nfour,perhaps\n\"fi\"ve,no\n",
                        request -> request.labels(List.of("yes", "no")))
                .contains(
                        "6 problems",
                        "a.csv:3: expected a question in the field 'question', found an empty one",
                        "a.csv:4: expected an answer in the field 'answer', found an empty one",
                        "a.csv:5: expected 2 cells (question, answer), found 3",
                        "a.csv:6: expected distinct questions, found the question of a.csv:2 again",
                        "a.csv:7: expected an answer that is one of yes, no, found 'perhaps'",
                        "a.csv:8: expected cells with matching quotes");
    }

    @Test
    void reportsAllBadRowsOfJsonLinesAtOnce() throws IOException {
        assertError("a.jsonl", """
                        {"question": "one", "answer": 1}
                        {"question": "two"}
                        {"question": "three", "answer": null}
                        {"question": "four", "answer": [4]}
                        ["five", 5]
                        {"question": "six", "answer": 6
                        {"question": "seven", "answer": "seven"}
                        {"question": "eight", "answer": 8} {"question": "nine", "answer": 9}
                        {"answer": "", "question": " "}
                        {"question": "ten", "answer": 1e999999999}
                        """, request -> request.answerKind(AnswerKind.NUMBER))
                .contains(
                        "a.jsonl:2: expected a field for the answer, one of answer, target, label, found the fields question",
                        "a.jsonl:3: expected a text, a number or a truth value in the field 'answer', found nothing",
                        "a.jsonl:4: expected a text, a number or a truth value in the field 'answer', found a list",
                        "a.jsonl:5: expected a JSON object, found a list",
                        "a.jsonl:6: expected one JSON object on the line",
                        "a.jsonl:7: expected an answer that is a number, found 'seven'",
                        "a.jsonl:8: expected one JSON object on the line",
                        "a.jsonl:9: expected a question",
                        "a.jsonl:9: expected an answer",
                        "a.jsonl:10: expected an answer that is a number, found '1E+999999999'");
    }

    @Test
    void namesTheFieldsThatAreThere() throws IOException {
        assertError("a.csv", "frage,antwort\none,1\n", request -> request)
                .contains(
                        "2 problems",
                        "expected a field for the question, one of question, input, text, found the fields frage, antwort",
                        "--answer-field");
        assertError("a.csv", "question,answer\none,1\n", request -> request.answerField("gold"))
                .contains("expected a field for the answer, 'gold', found the fields question, answer");
        assertError("a.csv", "question,answer,answer\none,1,2\n", request -> request)
                .contains("expected one field 'answer', found several");
    }

    @Test
    void refusesFilesWithoutExamples() throws IOException {
        assertError("a.csv", "", request -> request).contains("found the fields none");
        assertError("a.csv", "question,answer\n", request -> request).contains("at least one row");
        assertError("a.jsonl", "\n\n", request -> request).contains("at least one row");
        assertError("a.csv", "question,\"answer\none,1\n", request -> request).contains("expected a header line");
    }

    @Test
    void refusesFormatsThatDoNotGoWithTheAnswers() throws IOException {
        String file = "question,answer\none,left\ntwo,left\n";
        assertError("a.csv", file, request -> request.answerKind(AnswerKind.LABEL))
                .contains("two or more labels", "--labels");
        assertError("a.csv", file, request -> request.answerKind(AnswerKind.CHOICE))
                .contains("two or more letters, such as A or (A), found none");
        StringBuilder many = new StringBuilder("question,answer\n");
        for (int i = 0; i < 60; i++) {
            many.append("question ").append(i).append(",answer ").append(i).append('\n');
        }
        assertError("a.csv", many.toString(), request -> request.answerKind(AnswerKind.LABEL))
                .contains("at most 50 different labels, found 60");
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() throws IOException {
        String file = "question,answer\none,1\n";
        assertThatThrownBy(() -> load(
                        "a.csv",
                        file,
                        request -> request.answerKind(AnswerKind.NUMBER).labels(List.of("1", "2"))))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("expected no --labels with --answer-format number");
        assertThatThrownBy(() -> load("a.csv", file, request -> request.labels(List.of("1", "1"))))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("--labels");
        assertThatThrownBy(() -> load("a.csv", file, request -> request.examples(3)))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("found --examples");
        assertThatThrownBy(() -> AnswerKind.of("words"))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("auto, label, choice, number, text, date, list, brackets, found 'words'");
        assertThat(AnswerKind.of("Choice")).isEqualTo(AnswerKind.CHOICE);
    }

    private AnswerFormat format(String... answers) throws IOException {
        StringBuilder file = new StringBuilder("question,answer\n");
        for (int i = 0; i < answers.length; i++) {
            file.append("question ").append(i).append(",\"").append(answers[i]).append("\"\n");
        }
        return load("a.csv", file.toString()).answerFormat();
    }

    private AbstractStringAssert<?> assertError(
            String name, String content, UnaryOperator<TaskRequest.Builder> options) {
        return assertThatThrownBy(() -> load(name, content, options))
                .asInstanceOf(type(GreaterException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TASK))
                .extracting(GreaterException::getMessage)
                .asString();
    }

    private Task load(String name, String content) throws IOException {
        return load(name, content, request -> request);
    }

    private Task load(String name, String content, UnaryOperator<TaskRequest.Builder> options) throws IOException {
        Path path = Files.writeString(folder.resolve(name), content);
        return TaskLoader.load(options.apply(TaskRequest.named(path.toString())).build(), Map.of());
    }
}
