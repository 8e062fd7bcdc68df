package org.greater4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;

final class TaskTest {
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("No", "Yes"));

    private static Task task(int size) {
        return Task.of(
                "numbers",
                FORMAT,
                IntStream.range(0, size)
                        .mapToObj(i -> new Example("numbers#" + i, "Is " + i + " even?", i % 2 == 0 ? "yes" : "no"))
                        .toList(),
                "test");
    }

    @Test
    void normalisesAnswers() {
        assertThat(task(2).examples()).extracting(Example::answer).containsExactly("Yes", "No");
        assertThat(task(2).extractor()).isEqualTo(FORMAT.extractor());
    }

    @Test
    void reportsEveryProblemAtOnce() {
        List<Example> raw = List.of(
                new Example("a", "one?", "yes"),
                new Example("b", "one?", "maybe"),
                new Example("a", " ", "no"),
                new Example("c", "three\u0001?", "no"));
        assertThatThrownBy(() -> Task.of("numbers", FORMAT, " ", raw, "test"))
                .asInstanceOf(type(GreaterException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TASK))
                .extracting(GreaterException::getMessage)
                .asString()
                .contains("task numbers: 6 problems")
                .contains("the extractor is empty")
                .contains("b: expected distinct questions, found the question of a again")
                .contains("b: expected an answer that is one of No, Yes, found 'maybe'")
                .contains("a: expected distinct ids")
                .contains("a: expected a question, found an empty one")
                .contains("c: expected a question without control characters");
    }

    @Test
    void splitsAreDisjointAndRepeatable() {
        Task task = task(100);
        Split split = Split.of(task, new SplitSizes(12, 8, 40), 7);
        Set<Example> all = new HashSet<>(split.train());
        all.addAll(split.dev());
        all.addAll(split.test());
        assertThat(all).hasSize(60).isSubsetOf(task.examples());
        assertThat(split).isEqualTo(Split.of(task, new SplitSizes(12, 8, 40), 7));
        assertThat(split.test())
                .isNotEqualTo(Split.of(task, new SplitSizes(12, 8, 40), 8).test());
    }

    @Test
    void testPartDoesNotDependOnTheOtherSizes() {
        Task task = task(100);
        List<Example> test = Split.of(task, new SplitSizes(12, 8, 40), 7).test();
        assertThat(Split.of(task, new SplitSizes(0, 0, 40), 7).test()).isEqualTo(test);
        assertThat(Split.of(task, new SplitSizes(50, 10, 20), 7).test()).isEqualTo(test.subList(0, 20));
    }

    @Test
    void wholeTaskCanBeSplit() {
        Task task = task(10);
        Split split = Split.of(task, new SplitSizes(3, 3, 4), 1);
        List<Example> all = new ArrayList<>(split.train());
        all.addAll(split.dev());
        all.addAll(split.test());
        assertThat(all).containsExactlyInAnyOrderElementsOf(task.examples());
    }

    @Test
    void refusesSizesThatTheTaskDoesNotHave() {
        assertThatThrownBy(() -> Split.of(task(10), new SplitSizes(5, 5, 1), 1))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("--train 5 + --dev 5 + --test 1 = 11");
        assertThatThrownBy(() -> Split.of(task(10), new SplitSizes(Integer.MAX_VALUE, Integer.MAX_VALUE, 2), 1))
                .isInstanceOf(GreaterException.class);
        assertThatThrownBy(() -> Split.of(task(10), new SplitSizes(-1, 0, 0), 1))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("none below 0");
    }
}
