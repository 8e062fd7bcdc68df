package org.greater4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.OptionQuestion;
import org.greater4j.engine.OptionScorer;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.run.TestResult;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Metric;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.greater4j.task.TaskDetails;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;
import org.junit.jupiter.api.Test;

/** Examples that could not be measured, and the accuracy by the likeliest option. */
final class ErrorsAndChoicesTest {
    private static final List<Example> EXAMPLES = List.of(
            new Example("even#2", "Is 2 even?", "Yes"),
            new Example("even#3", "Is 3 even?", "No"),
            new Example("even#4", "Is 4 even?", "Yes"));
    private static final Task TASK = Task.of("even", new LabelFormat(List.of("Yes", "No")), EXAMPLES, "this test");

    @Test
    void anErrorIsNeverAZero() {
        Evaluation evaluation = evaluate(new FailingModel(Set.of("Is 3 even?")), TASK);

        assertThat(evaluation.errors()).containsExactly(new ExampleError("even#3", "the endpoint refused it"));
        assertThat(evaluation.rows()).isEqualTo(2);
        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.summary().errors()).isEqualTo(1);
        assertThat(evaluation.summary().interval()).isEqualTo(WilsonInterval.of(2, 2));
        assertThat(evaluation.summary().choiceAccuracy()).isNull();
    }

    @Test
    void nothingButErrorsIsAFailure() {
        assertThatThrownBy(() -> evaluate(new FailingModel(Set.of("2", "3", "4")), TASK))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_MEASURED))
                .hasMessageContaining("found 3 errors, the first at even#2: the endpoint refused it");
    }

    @Test
    void aMetricThatThrowsMakesAnError() {
        Metric broken = new Metric() {
            @Override
            public String label() {
                return "broken";
            }

            @Override
            public boolean accepts(AnswerFormat format, String expected, String given) {
                if (expected.equals("No")) {
                    throw new IllegalStateException("no such thing");
                }
                return true;
            }
        };
        Task task = Task.of(
                "even",
                TASK.answerFormat(),
                TASK.extractor(),
                EXAMPLES,
                "this test",
                TaskDetails.NONE.withMetric(broken));
        Evaluation evaluation = evaluate(new FailingModel(Set.of()), task);
        assertThat(evaluation.count(Outcome.RIGHT)).isEqualTo(2);
        assertThat(evaluation.errors())
                .containsExactly(new ExampleError(
                        "even#3", "the answer could not be judged: java.lang.IllegalStateException: no such thing"));
    }

    @Test
    void comparisonsLeaveOutRowsThatFailedUnderEitherPrompt() {
        Evaluation before = evaluate(new FailingModel(Set.of("3")), TASK);
        Evaluation after = evaluate(new FailingModel(Set.of("4")), TASK);
        PairedComparison comparison = PairedComparison.of(before, after);
        assertThat(comparison.rows()).isEqualTo(1);
        assertThat(comparison.bothRight()).isEqualTo(1);
    }

    @Test
    void nothingIsComparedIfEveryRowFailedUnderEitherPrompt() {
        Evaluation before = evaluate(new FailingModel(Set.of("3", "4")), TASK);
        Evaluation after = evaluate(new FailingModel(Set.of("2")), TASK);
        assertThat(PairedComparison.ofMeasured(before, after)).isNull();
        assertThatThrownBy(() -> PairedComparison.of(before, after))
                .hasMessageContaining("measured both times, found none");
        TestResult test = TestResult.of(before, after);
        assertThat(test.comparison()).isNull();
        assertThat(test.verdict()).startsWith("not compared");
        assertThat(test.after().rows()).isEqualTo(2);
        Evaluation whole = evaluate(new FailingModel(Set.of()), TASK);
        assertThat(RunsComparison.ofMeasured(List.of(before), List.of(after))).isNull();
        assertThat(Objects.requireNonNull(RunsComparison.ofMeasured(List.of(before, whole), List.of(after, whole)))
                        .runs())
                .isEqualTo(1);
    }

    @Test
    void theLikeliestOptionIsTakenAfterTheSameReasoning() {
        ScoringModel model = new ScoringModel();
        Evaluation evaluation = evaluate(model, TASK);

        assertThat(model.scored)
                .containsExactly(
                        "user: Is 2 even?<end>assistant: hm\nThe final answer (Yes or No) is \" -> Yes\" No\"",
                        "user: Is 3 even?<end>assistant: hm\nThe final answer (Yes or No) is \" -> Yes\" No\"",
                        "user: Is 4 even?<end>assistant: hm\nThe final answer (Yes or No) is \" -> Yes\" No\"");
        assertThat(evaluation.outcomes())
                .extracting(ExampleOutcome::outcome)
                .as("the generated answer is the headline")
                .containsOnly(Outcome.UNANSWERED);
        assertThat(evaluation.outcomes())
                .extracting(ExampleOutcome::choice)
                .containsExactly(Outcome.WRONG, Outcome.RIGHT, Outcome.WRONG);
        assertThat(evaluation.choiceAccuracy()).isEqualTo(1 / 3.0);
    }

    @Test
    void optionsAreClosedByWhatTheExtractorOpened() {
        Example example = new Example("one", "Which?\n(A) this\n(B) that", "B");
        Task letters = Task.of("letters", new ChoiceFormat(List.of("A", "B")), List.of(example), "this test");
        ScoringModel model = new ScoringModel();
        evaluate(model, letters);
        Task open = Task.of("open", letters.answerFormat(), "So:", List.of(example), "this test");
        evaluate(model, open);
        assertThat(model.scored).hasSize(2);
        assertThat(model.scored.get(0)).endsWith("\nThe final answer is ( -> A) B)");
        assertThat(model.scored.get(1)).endsWith("So: -> A\n B\n");
    }

    @Test
    void aTaskWithoutOptionsHasNoSecondAccuracy() {
        Task numbers = Task.of("numbers", new NumberFormat(), List.of(new Example("one", "One?", "1")), "this test");
        ScoringModel model = new ScoringModel();
        assertThat(evaluate(model, numbers).choiceAccuracy()).isNull();
        assertThat(model.scored).isEmpty();
    }

    private static Evaluation evaluate(TextModel model, Task task) {
        Framing framing = new Framing(model.tokenizer(), model.chatTemplate(), Placement.AFTER_QUESTION);
        return new Evaluator(model, framing, task, 20).evaluate("", task.examples());
    }

    /** Answers right, but fails on some questions. */
    private static final class FailingModel implements TextModel {
        private final WordModel words = new WordModel(text -> "");
        private final Set<String> failing;

        FailingModel(Set<String> failing) {
            this.failing = failing;
        }

        @Override
        public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
            List<Generation> generations = new ArrayList<>();
            for (int[] turn : turns) {
                String text = tokenizer().decode(turn);
                String answer = text.contains("3") ? "No\"" : "Yes\"";
                generations.add(
                        failing.stream().anyMatch(text::contains)
                                ? Generation.failed("the endpoint refused it")
                                : new Generation(
                                        new int[] {'h'}, true, tokenizer().encode(answer)));
            }
            return generations;
        }

        @Override
        public ModelInfo info() {
            return words.info();
        }

        @Override
        public Tokenizer tokenizer() {
            return words.tokenizer();
        }

        @Override
        public ChatTemplate chatTemplate() {
            return words.chatTemplate();
        }

        @Override
        public Cost cost() {
            return Cost.NONE;
        }

        @Override
        public void close() {}
    }

    /** Says nothing that could be read, and finds the shorter option likelier. */
    private static final class ScoringModel implements TextModel, OptionScorer {
        private final WordModel words = new WordModel(text -> "hm");
        private final List<String> scored = new ArrayList<>();

        @Override
        public List<double[]> score(List<OptionQuestion> questions, IntConsumer finished) {
            List<double[]> scores = new ArrayList<>();
            for (OptionQuestion question : questions) {
                List<String> options = question.options().stream()
                        .map(option -> tokenizer().decode(option))
                        .toList();
                scored.add(tokenizer().decode(question.text()) + " -> " + String.join(" ", options));
                scores.add(
                        options.stream().mapToDouble(option -> -option.length()).toArray());
            }
            return scores;
        }

        @Override
        public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
            return words.generate(turns, plan, finished);
        }

        @Override
        public ModelInfo info() {
            return words.info();
        }

        @Override
        public Tokenizer tokenizer() {
            return words.tokenizer();
        }

        @Override
        public ChatTemplate chatTemplate() {
            return words.chatTemplate();
        }

        @Override
        public Cost cost() {
            return Cost.NONE;
        }

        @Override
        public void close() {}
    }
}
