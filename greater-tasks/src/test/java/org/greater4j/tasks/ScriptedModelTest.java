package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.NumberFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.greater4j.tasks.generated.GeneratedTasks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On every task that has a name, a model that is always right has 100 %, one that is always wrong 0 %, one that says nothing neither. */
final class ScriptedModelTest {
    private static final List<String> GARBAGE = List.of(
            "",
            "\"",
            "???",
            "...",
            "I cannot say that for sure",
            "lorem ipsum dolor sit amet",
            "\u0000\u0001",
            "\u2603 \u00bf\u00a1",
            "#!@ ~~ && ++",
            "!@#$%^&*()",
            "xk39",
            "asdf123",
            "N/A",
            "n/a",
            "$;)",
            "{*",
            "]VNuOv");

    static Stream<String> names() {
        return TaskCatalogue.entries().stream().map(TaskCatalogue.Entry::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void alwaysRight(String name) {
        Task task = load(name, Splits.SEEDED);
        for (String form : List.of("%s\"", "%s.\"", " **%s**\"", "%s")) {
            assertOnly(
                    task,
                    ScriptedModel.evaluate(task, example -> String.format(Locale.ROOT, form, example.answer())),
                    Outcome.RIGHT,
                    form);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void alwaysWrong(String name) {
        Task task = load(name, Splits.SEEDED);
        assertOnly(task, ScriptedModel.evaluate(task, example -> wrong(task, example)), Outcome.WRONG, "wrong");
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingAndGarbage(String name) {
        Task task = load(name, Splits.SEEDED);
        for (String garbage : Stream.concat(GARBAGE.stream(), keysAtRandom()).toList()) {
            assertOnly(task, ScriptedModel.evaluate(task, example -> garbage), Outcome.UNANSWERED, garbage);
        }
    }

    /** What a cat on the keyboard writes: letters and signs of all kinds, always the same ones. */
    private static Stream<String> keysAtRandom() {
        Random random = new Random(6);
        return Stream.generate(() -> random.ints(8 + random.nextInt(12), '!', '~' + 1)
                        .mapToObj(Character::toString)
                        .filter(key -> !key.matches("[0-9]"))
                        .collect(Collectors.joining()))
                .limit(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbh/navigate", "bbh/ruin_names", "gsm8k", "folio"})
    void rowsOfTheAuthors(String name) {
        Task task = load(name, Splits.AUTHORS);
        assertOnly(task, ScriptedModel.evaluate(task, Example::answer), Outcome.RIGHT, "right");
        assertOnly(task, ScriptedModel.evaluate(task, example -> wrong(task, example)), Outcome.WRONG, "wrong");
        assertOnly(task, ScriptedModel.evaluate(task, example -> "???"), Outcome.UNANSWERED, "???");
    }

    private static void assertOnly(Task task, Evaluation evaluation, Outcome outcome, String what) {
        assertThat(evaluation.errors()).as(what).isEmpty();
        assertThat(evaluation.outcomes().stream().filter(row -> row.outcome() != outcome))
                .as("%s: replies such as '%s' that are not %s", task.name(), what, outcome)
                .isEmpty();
        assertThat(evaluation.rows()).isEqualTo(task.examples().size());
    }

    private static String wrong(Task task, Example example) {
        if (task.answerFormat() instanceof LabelFormat labels) {
            return other(labels.labels(), example.answer());
        }
        if (task.answerFormat() instanceof ChoiceFormat choice) {
            return "(" + other(choice.letters(), example.answer()) + ")";
        }
        if (task.answerFormat() instanceof NumberFormat) {
            return new BigDecimal(example.answer()).add(BigDecimal.ONE).toPlainString();
        }
        return switch (task.answerFormat().name()) {
            case "brackets" -> example.answer() + " )";
            case "list" -> reversed(example.answer());
            case "word" ->
                other(
                        List.of(example.question()
                                .substring(
                                        example.question().indexOf(": ") + 2,
                                        example.question().length() - 1)
                                .split(", ")),
                        example.answer());
            default ->
                throw new AssertionError(
                        "no wrong answer for " + task.answerFormat().name());
        };
    }

    private static String reversed(String list) {
        List<String> items = Arrays.asList(list.split(" "));
        Collections.reverse(items);
        return String.join(" ", items);
    }

    private static String other(List<String> answers, String right) {
        return answers.stream()
                .filter(answer -> !answer.equals(right))
                .findFirst()
                .orElseThrow();
    }

    private static Task load(String name, Splits splits) {
        TaskRequest.Builder request = TaskRequest.named(name).splits(splits);
        if (!name.startsWith(GeneratedTasks.PREFIX)) {
            request.dataDirectory(SharedFiles.assume("data"));
        }
        return TaskLoader.load(request.build(), Map.of());
    }
}
