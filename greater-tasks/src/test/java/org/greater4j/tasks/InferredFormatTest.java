package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.DateFormat;
import org.greater4j.task.Example;
import org.greater4j.task.FreeTextFormat;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read off the answers of a file, and what is said when they are nearly of one format. */
final class InferredFormatTest {
    @TempDir
    Path folder;

    @Test
    void aMistypedLabelHidesNoOtherProblem() throws IOException {
        TaskCheck check = check("question,answer\none,yes\n,no\ntwo,no\nthree,yes\nfour,yse\nfive,\nthree,no\n");
        assertThat(check.problems()).hasSize(4);
        assertThat(check.problems().get(0)).startsWith("a.csv:3: expected a question");
        assertThat(check.problems().get(1))
                .startsWith("a.csv:6: expected one of the labels no, yes, found 'yse' once, beside 'yes' 2 times");
        assertThat(check.problems().get(2)).startsWith("a.csv:7: expected an answer");
        assertThat(check.problems().get(3)).startsWith("a.csv:8: expected distinct questions");
        assertThat(check.rows()).isEqualTo(7);
        assertThat(check.badRows()).isEqualTo(4);
        assertThat(check("question,answer\none,yes\n,no\ntwo,no\nthree,yes\nfour,yse\n")
                        .problems())
                .as("a row without a question shows what answers look like, too")
                .hasSize(2);
        assertThat(check.task()).isNull();
    }

    @Test
    void answersWithoutAFormatHideNoOtherProblem() throws IOException {
        TaskCheck check = TaskLoader.check(TaskRequest.named(write("question,answer\none,left\n,left\ntwo,left\n"))
                .answerKind(AnswerKind.CHOICE)
                .build());
        assertThat(check.problems())
                .containsExactly(
                        "a.csv: expected answers with two or more letters, such as A or (A), found none; give all letters by"
                                + " --labels, or another --answer-format",
                        "a.csv:3: expected a question in the field 'question', found an empty one");
        assertThat(check.rows()).isEqualTo(3);
        assertThat(check.badRows()).isEqualTo(1);
    }

    @Test
    void aBadNumberDoesNotTurnNumbersIntoText() throws IOException {
        List<String> answers = new ArrayList<>(
                IntStream.rangeClosed(1, 18).mapToObj(Integer::toString).toList());
        answers.add("twelve");
        answers.add("1O");
        assertThat(check(rows(answers)).problems())
                .containsExactly(
                        "a.csv:20: expected an answer that is a number, as 18 of 20 are, found 'twelve'; mend it, or say by"
                                + " --answer-format text that any answers are meant",
                        "a.csv:21: expected an answer that is a number, as 18 of 20 are, found '1O'; mend it, or say by"
                                + " --answer-format text that any answers are meant");
        assertThat(TaskLoader.load(
                                TaskRequest.named(write(rows(answers)))
                                        .answerKind(AnswerKind.TEXT)
                                        .build(),
                                Map.of())
                        .answerFormat())
                .isEqualTo(new FreeTextFormat());
        answers.add("many");
        assertThat(format(answers)).as("too many for slips").isEqualTo(new FreeTextFormat());
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < 40; row++) {
            labels.add(row % 10 == 0 ? "none" : Integer.toString(row % 5));
        }
        assertThat(format(labels)).as("few answers that come again").isInstanceOf(LabelFormat.class);
    }

    @Test
    void aBadDateDoesNotTurnDatesIntoText() throws IOException {
        List<String> answers = new ArrayList<>(
                IntStream.rangeClosed(10, 20).mapToObj(day -> "2026-03-" + day).toList());
        assertThat(format(answers)).isEqualTo(new DateFormat(DateFormat.Order.UNKNOWN));
        answers.add("2026-02-30");
        assertThat(check(rows(answers)).problems())
                .singleElement()
                .asString()
                .startsWith("a.csv:13: expected an answer that is a date such as 2026-12-31")
                .contains("as 11 of 12 are, found '2026-02-30'");
    }

    @Test
    void datesAreInTheOrderOfTheClearOnes() throws IOException {
        List<String> american = List.of("03/04/2026", "12/31/2026", "05/05/2026");
        assertThat(task(american).examples())
                .extracting(Example::answer)
                .containsExactly("2026-03-04", "2026-12-31", "2026-05-05");
        assertThat(task(american).source()).contains(", dates month-first, ");
        assertThat(task(List.of("03.04.2026", "31.12.2026")).examples())
                .extracting(Example::answer)
                .containsExactly("2026-04-03", "2026-12-31");
        assertThat(format(List.of("03/04/2026", "05/06/2026")))
                .as("no row shows the order")
                .isEqualTo(new FreeTextFormat());
    }

    @Test
    void aTaskFileSaysTheOrderOfDates() throws IOException {
        write(rows(List.of("03/04/2026", "05/06/2026")));
        assertThat(load("data: a.csv\nanswer-format: date\ndate-order: day-first\n")
                        .examples())
                .extracting(Example::answer)
                .containsExactly("2026-04-03", "2026-06-05");
        assertThat(load("data: a.csv\ndate-order: month-first\n").examples())
                .extracting(Example::answer)
                .containsExactly("2026-03-04", "2026-05-06");
        assertThatThrownBy(() -> load("data: a.csv\nanswer-format: date\n"))
                .hasMessageContaining("3 problems")
                .hasMessageContaining("say it by the key date-order of a task file")
                .hasMessageContaining("a.csv:2: expected an answer that is a date")
                .hasMessageContaining("a.csv:3: expected an answer that is a date");
        assertThatThrownBy(() -> load("data: a.csv\ndate-order: year-first\n"))
                .hasMessageContaining("date-order: expected day-first or month-first, found 'year-first'");
        assertThatThrownBy(() -> load("data: a.csv\nanswer-format: text\ndate-order: day-first\n"))
                .hasMessageContaining("expected a date-order with dates alone, found answers of the format text");
    }

    @Test
    void lettersOfYesAndNoAreLabels() throws IOException {
        AnswerFormat yesNo = format(List.of("Y", "N", "y", "Y"));
        assertThat(yesNo).isEqualTo(new LabelFormat(List.of("N", "Y"), Map.of("yes", "Y", "no", "N")));
        assertThat(yesNo.parse("Yes, it is")).contains("Y");
        assertThat(yesNo.parse("n")).contains("N");
        AnswerFormat trueFalse = format(List.of("T", "F"));
        assertThat(trueFalse).isEqualTo(new LabelFormat(List.of("F", "T"), Map.of("true", "T", "false", "F")));
        assertThat(trueFalse.parse("The answer is false.")).contains("F");
        assertThat(format(List.of("T", "F", "A"))).isEqualTo(new ChoiceFormat(List.of("A", "F", "T")));
        Task named = TaskLoader.load(
                TaskRequest.named(write(rows(List.of("Y", "N"))))
                        .answerKind(AnswerKind.CHOICE)
                        .build(),
                Map.of());
        assertThat(named.answerFormat()).as("as named").isEqualTo(new ChoiceFormat(List.of("N", "Y")));
        assertThat(load("data: a.csv\nsynonyms: {sure: Y, No: N}\n").answerFormat())
                .as("beside the user's own")
                .isEqualTo(new LabelFormat(List.of("N", "Y"), Map.of("yes", "Y", "No", "N", "sure", "Y")));
        assertThat(format(List.of("1", "2", "1"))).isEqualTo(new NumberFormat());
    }

    private AnswerFormat format(List<String> answers) throws IOException {
        return task(answers).answerFormat();
    }

    private Task task(List<String> answers) throws IOException {
        TaskCheck check = check(rows(answers));
        assertThat(check.problems()).isEmpty();
        return Objects.requireNonNull(check.task());
    }

    private TaskCheck check(String content) throws IOException {
        return TaskLoader.check(TaskRequest.named(write(content)).build());
    }

    private Task load(String taskFile) throws IOException {
        Path path = Files.writeString(folder.resolve("task.yaml"), taskFile);
        return TaskLoader.load(TaskRequest.named(path.toString()).build(), Map.of());
    }

    private static String rows(List<String> answers) {
        StringBuilder file = new StringBuilder("question,answer\n");
        for (int row = 0; row < answers.size(); row++) {
            file.append("question ")
                    .append(row)
                    .append(',')
                    .append(answers.get(row))
                    .append('\n');
        }
        return file.toString();
    }

    private String write(String content) throws IOException {
        return Files.writeString(folder.resolve("a.csv"), content).toString();
    }
}
