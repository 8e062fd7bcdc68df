package org.greater4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Task TASK = Task.of(
            "even",
            new LabelFormat(List.of("Yes", "No")),
            List.of(new Example("even#2", "Is 2 even?", "Yes"), new Example("even#3", "Is 3 even?", "No")),
            "this test");

    @Test
    void asksTheTurnOfEachExampleAndJudgesWhatFollowsTheExtractor() {
        List<String> asked = new ArrayList<>();
        WordModel model = new WordModel(text -> {
            asked.add(text);
            return text.endsWith("is \"") ? "Yes\" and more" : "Let me think";
        });

        Evaluation evaluation = evaluator(model, TASK, 50).evaluate(" Think.", TASK.examples());

        assertThat(asked)
                .startsWith(
                        "user: Is 2 even? Think.<end>assistant: ",
                        "user: Is 2 even? Think.<end>assistant: Let me think\nThe final answer (Yes or No) is \"");
        assertThat(evaluation.outcomes())
                .containsExactly(
                        new ExampleOutcome("even#2", Outcome.RIGHT, "Let me think", "Yes\"", 12, true),
                        new ExampleOutcome("even#3", Outcome.WRONG, "Let me think", "Yes\"", 12, true));
    }

    @Test
    void stopsAnAnswerAtAnyTokenWithAQuoteOrALineEnd() {
        assertThat(answerTo(text -> "No.\"No")).isEqualTo("No.\"");
        assertThat(answerTo(text -> "No\nYes\"")).isEqualTo("No\n");
        assertThat(answerTo(text -> "No<end>Yes")).isEqualTo("No");
        assertThat(answerTo(text -> "")).isEmpty();
    }

    @Test
    void aQuoteThatTheModelOpensItselfStopsNothing() {
        Task numbers = Task.of("numbers", new NumberFormat(), List.of(new Example("n#1", "One?", "1")), "this test");
        ExampleOutcome quoted = evaluator(new WordModel(text -> "\"1\"\nor 2"), numbers, 50)
                .evaluate("", numbers.examples())
                .outcomes()
                .get(0);
        assertThat(quoted.answer()).isEqualTo("\"1\"\n");
        assertThat(quoted.outcome()).isEqualTo(Outcome.RIGHT);
        ExampleOutcome closed = evaluator(new WordModel(text -> "1.\" or"), numbers, 50)
                .evaluate("", numbers.examples())
                .outcomes()
                .get(0);
        assertThat(closed.answer()).as("a quote behind something closes").isEqualTo("1.\"");
    }

    @Test
    void callsAReplyWithoutAnAnswerUnanswered() {
        WordModel model = new WordModel(text -> "maybe\"");

        Evaluation evaluation = evaluator(model, TASK, 50).evaluate("", TASK.examples());

        assertThat(evaluation.count(Outcome.UNANSWERED)).isEqualTo(2);
        assertThat(evaluation.accuracy()).isZero();
    }

    @Test
    void leavesRoomForTheLongestAnswerOfTheTask() {
        Task numbers = Task.of(
                "numbers",
                new NumberFormat(),
                List.of(new Example("n#1", "One?", "1"), new Example("n#2", "Many?", "1234567")),
                "this test");
        WordModel model = new WordModel(text -> "$1,234,567.00 in all, I would say");

        Evaluation evaluation =
                evaluator(model, numbers, 5).evaluate("", numbers.examples().subList(1, 2));

        GenerationPlan plan = model.plans.get(0);
        assertThat(plan.maxAnswerTokens()).isEqualTo(7 + 8);
        assertThat(plan.maxNewTokens()).isEqualTo(5);
        assertThat(evaluation.outcomes().get(0).outcome()).isEqualTo(Outcome.RIGHT);
        assertThat(evaluation.outcomes().get(0).answer()).isEqualTo("$1,234,567.00 i");
        assertThat(evaluation.outcomes().get(0).ended()).isFalse();
        assertThat(evaluation.outcomes().get(0).chainTokens()).isEqualTo(5);
        assertThat(evaluation.cutOff()).isEqualTo(1);
    }

    @Test
    void tellsHowFarItIs() {
        List<Integer> progress = new ArrayList<>();

        evaluator(new WordModel(text -> "No\""), TASK, 50).evaluate("", TASK.examples(), progress::add);

        assertThat(progress).containsExactly(1, 2);
    }

    @Test
    void namesTheExampleWhoseNumbersAreNotFinite() {
        WordModel model = new WordModel(text -> {
            throw new NotFiniteException("reply to text", 1, Double.NaN);
        });

        assertThatThrownBy(() -> evaluator(model, TASK, 50).evaluate("", TASK.examples()))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("reply to text 2, example even#3: expected finite numbers, found NaN");
    }

    @Test
    void refusesToMeasureNothing() {
        Evaluator evaluator = evaluator(new WordModel(text -> ""), TASK, 50);

        assertThatThrownBy(() -> evaluator.evaluate("", List.of()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining("evaluation on even: expected at least one example, found none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluator(new WordModel(text -> ""), TASK, 0))
                .withMessageContaining("maxNewTokens");
    }

    private static String answerTo(Function<String, String> continuation) {
        return evaluator(new WordModel(continuation), TASK, 50)
                .evaluate("", TASK.examples())
                .outcomes()
                .get(0)
                .answer();
    }

    private static Evaluator evaluator(WordModel model, Task task, int maxNewTokens) {
        Framing framing = new Framing(model.tokenizer(), model.chatTemplate(), Placement.AFTER_QUESTION);
        return new Evaluator(model, framing, task, maxNewTokens);
    }
}
