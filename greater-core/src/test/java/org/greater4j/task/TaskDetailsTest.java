package org.greater4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;

final class TaskDetailsTest {
    @Test
    void noExampleLeavesItsPublishedPart() {
        Task task = parted(60, 0, 20, true);
        Split split = Split.of(task, new SplitSizes(20, 15, 12), 3);
        assertThat(ids(split.train())).allMatch(id -> id < 60).hasSize(20);
        assertThat(ids(split.dev())).allMatch(id -> id < 60).hasSize(15);
        assertThat(ids(split.test())).allMatch(id -> id >= 60).hasSize(12);
        Set<Integer> all = new HashSet<>(ids(split.train()));
        all.addAll(ids(split.dev()));
        all.addAll(ids(split.test()));
        assertThat(all).hasSize(47);

        assertThat(Split.of(task, new SplitSizes(20, 15, 12), 3)).isEqualTo(split);
        assertThat(Split.of(task, new SplitSizes(20, 15, 12), 4).train()).isNotEqualTo(split.train());
        assertThat(Split.of(task, new SplitSizes(1, 0, 20), 3).test().subList(0, 12))
                .as("test rows depend on the seed alone")
                .isEqualTo(split.test());
    }

    @Test
    void publishedOrderIsKeptWhereItIsMeantTo() {
        Split split = Split.of(parted(5, 4, 6, false), new SplitSizes(2, 3, 4), 99);
        assertThat(ids(split.train())).containsExactly(0, 1);
        assertThat(ids(split.dev())).containsExactly(5, 6, 7);
        assertThat(ids(split.test())).containsExactly(9, 10, 11, 12);
    }

    @Test
    void aPartGivesNoMoreThanItHas() {
        assertThatThrownBy(() -> Split.of(parted(60, 0, 20, true), new SplitSizes(40, 21, 20), 1))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining("60 examples in --train and --dev together and 20 in --test")
                .hasMessageContaining("found --train 40 --dev 21 --test 20");
        assertThatThrownBy(() -> Split.of(parted(60, 10, 20, true), new SplitSizes(40, 11, 20), 1))
                .hasMessageContaining("60 in --train, 10 in --dev and 20 in --test");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Task(
                        "parted",
                        new NumberFormat(),
                        "So: ",
                        List.of(),
                        "this test",
                        TaskDetails.NONE.withParts(new PublishedParts(1, 0, 0, true))));
    }

    @Test
    void aReplyEndsAtAStopWord() {
        Example example = new Example("one", "1?", "1");
        Task task = Task.of(
                "stopped",
                new NumberFormat(),
                "So: ",
                List.of(example),
                "this test",
                TaskDetails.NONE.withStopWords(List.of("because", ";")));
        assertThat(task.judge(example, "it is 1 because 2 is more")).isEqualTo(Outcome.RIGHT);
        assertThat(task.judge(example, ";1")).isEqualTo(Outcome.UNANSWERED);
        assertThatIllegalArgumentException().isThrownBy(() -> TaskDetails.NONE.withStopWords(List.of("")));
    }

    @Test
    void aQuoteThatTheExtractorDidNotOpenClosesNothing() {
        Example example = new Example("one", "How many?", "18");
        Task open = Task.of("open", new NumberFormat(), List.of(example), "this test");
        for (String reply : List.of("\"18\"", " \"18\" dollars", "**\"18\"**", "\"18", "18\" and 5")) {
            assertThat(open.judge(example, reply)).as(reply).isEqualTo(Outcome.RIGHT);
        }
        assertThat(List.of("\"18\"", " \"18\" dollars", "**\"18\"**", "\"18", "18\" and 5"))
                .extracting(open::answerIn)
                .containsOnly("18");
        assertThat(open.judge(example, "\"\" 18")).isEqualTo(Outcome.UNANSWERED);
        Task quoted = Task.of("quoted", new NumberFormat(), "So: \"", List.of(example), "this test");
        assertThat(quoted.judge(example, "\"18\"")).as("it closed the quote").isEqualTo(Outcome.UNANSWERED);
        assertThat(quoted.answerIn("\"18\"")).as("it closed the quote").isEmpty();
        assertThat(quoted.answerIn("18\", he said")).isEqualTo("18");
        Example letter = new Example("two", "Which?\n(A) x\n(B) y", "B");
        Task choice = Task.of("choice", new ChoiceFormat(List.of("A", "B")), List.of(letter), "this test");
        assertThat(choice.judge(letter, "\"B\")")).isEqualTo(Outcome.RIGHT);
    }

    @Test
    void metricsDecideAboutReadableAnswers() {
        Example list = new Example("list", "Which of c, a, b?", "a b c");
        assertThat(judge(new ListFormat(), StandardMetric.UNORDERED, list, "c, b, a"))
                .isEqualTo(Outcome.RIGHT);
        assertThat(judge(new ListFormat(), StandardMetric.UNORDERED, list, "c, b, b, a"))
                .isEqualTo(Outcome.WRONG);
        assertThat(judge(new ListFormat(), StandardMetric.EXACT, list, "c, b, a"))
                .isEqualTo(Outcome.WRONG);
        Example number = new Example("number", "How long?", "-200");
        Metric close = StandardMetric.WITHIN_1_PERCENT;
        assertThat(judge(new NumberFormat(), close, number, "-202")).isEqualTo(Outcome.RIGHT);
        assertThat(judge(new NumberFormat(), close, number, "-202.1")).isEqualTo(Outcome.WRONG);
        assertThat(judge(new NumberFormat(), close, number, "200")).isEqualTo(Outcome.WRONG);
        assertThat(judge(new NumberFormat(), close, number, "long")).isEqualTo(Outcome.UNANSWERED);
        assertThat(StandardMetric.WITHIN_1_PERCENT.label()).isEqualTo("within-1-percent");
    }

    private static Outcome judge(AnswerFormat format, Metric metric, Example example, String generated) {
        return Task.of("judged", format, "So: ", List.of(example), "this test", TaskDetails.NONE.withMetric(metric))
                .judge(example, generated);
    }

    private static List<Integer> ids(List<Example> examples) {
        return examples.stream().map(example -> Integer.valueOf(example.id())).toList();
    }

    private static Task parted(int train, int dev, int test, boolean shuffled) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < train + dev + test; i++) {
            examples.add(new Example(Integer.toString(i), "question " + i, Integer.toString(i)));
        }
        return Task.of(
                "parted",
                new NumberFormat(),
                "So: ",
                examples,
                "this test",
                TaskDetails.NONE.withParts(new PublishedParts(train, dev, test, shuffled)));
    }
}
