package org.greater4j.tasks.generated;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.ChoiceFormat;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every generator, at every difficulty, against a solver that reads the question's text alone. */
final class GeneratedTasksTest {
    private static final int SEEDS = 40;
    private static final Map<String, UnaryOperator<String>> SOLVERS = Map.ofEntries(
            entry("addition_in_words", NumberSolvers::addition),
            entry("boolean_expressions", ExpressionSolvers::booleanExpression),
            entry("date_understanding", DateSolver::solve),
            entry("is_animal", WordSolvers::isAnimal),
            entry("larger_number", NumberSolvers::larger),
            entry("multistep_arithmetic", ExpressionSolvers::arithmetic),
            entry("navigate", StorySolvers::navigate),
            entry("object_counting", NumberSolvers::counting),
            entry("sentiment", WordSolvers::sentiment),
            entry("tracking_shuffled_objects", StorySolvers::tracking),
            entry("web_of_lies", StorySolvers::webOfLies),
            entry("word_at_position", NumberSolvers::wordAtPosition));

    record Level(TaskGenerator generator, int difficulty) {
        Task task(long seed, int examples) {
            return GeneratedTasks.task(generator, seed, difficulty, examples, null);
        }

        @Override
        public String toString() {
            return generator.name() + " at difficulty " + difficulty;
        }
    }

    static Stream<Level> levels() {
        return GeneratedTasks.all().stream()
                .flatMap(generator -> IntStream.rangeClosed(
                                1, generator.difficulties().size())
                        .mapToObj(difficulty -> new Level(generator, difficulty)));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void answersAreRight(Level level) {
        UnaryOperator<String> solver =
                Objects.requireNonNull(SOLVERS.get(level.generator().name()));
        long first = new Random().nextInt();
        for (long seed : LongStream.range(first, first + SEEDS).toArray()) {
            for (Example example : level.task(seed, 300).examples()) {
                assertThat(solver.apply(example.question()))
                        .as("%s of seed %d: %s", example.id(), seed, example.question())
                        .isEqualTo(example.answer());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void thousandDifferentQuestions(Level level) {
        Task task = level.task(5, 1000);
        assertThat(task.examples()).extracting(Example::question).hasSize(1000).doesNotHaveDuplicates();
        assertThat(task.examples())
                .extracting(Example::id)
                .startsWith("gen/" + level.generator().name() + "#0");
    }

    @ParameterizedTest
    @MethodSource("levels")
    void answersAreBalancedAndReadable(Level level) {
        Task task = level.task(6, 1000);
        AnswerFormat format = task.answerFormat();
        Map<String, Long> counts =
                task.examples().stream().collect(Collectors.groupingBy(Example::answer, Collectors.counting()));
        List<String> expected = format instanceof LabelFormat labels
                ? labels.labels()
                : format instanceof ChoiceFormat choice ? choice.letters() : List.of();
        if (!expected.isEmpty()) {
            assertThat(counts).containsOnlyKeys(expected);
            double even = 1000.0 / expected.size();
            assertThat(counts.values())
                    .allSatisfy(count -> assertThat((double) count).isBetween(0.75 * even, 1.25 * even));
        } else {
            // no answer is right so often that guessing it pays
            assertThat(counts.values()).allSatisfy(count -> assertThat(count).isLessThan(250));
        }
        assertThat(task.examples())
                .allSatisfy(example -> assertThat(format.judge(example.answer(), example.answer() + "\" and more"))
                        .isEqualTo(Outcome.RIGHT));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void sameSeedGivesTheSameExamplesAndMoreGoOn(Level level) {
        Task task = level.task(7, 60);
        assertThat(level.task(7, 60)).isEqualTo(task);
        assertThat(level.task(7, 90).examples().subList(0, 60)).isEqualTo(task.examples());
        assertThat(level.task(8, 60).examples())
                .extracting(Example::question)
                .isNotEqualTo(task.examples().stream().map(Example::question).toList());
    }

    // a change to a generator changes what a seed means in records that people keep: make it knowingly, and say so in
    // the changelog
    @Test
    void examplesOfASeedNeverChange() {
        Map<String, String> digests = levels().collect(Collectors.toMap(
                level -> level.generator().name() + " " + level.difficulty(),
                level -> Integer.toHexString(level.task(42, 50).examples().stream()
                        .map(example -> example.question() + "\n" + example.answer())
                        .toList()
                        .hashCode())));
        assertThat(digests).containsExactlyInAnyOrderEntriesOf(PinnedDigests.ALL);
    }

    @Test
    void everyGeneratorHasASolverAndAPlainName() {
        List<String> names =
                GeneratedTasks.all().stream().map(TaskGenerator::name).toList();
        assertThat(names).isSorted().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(SOLVERS.keySet());
        assertThat(GeneratedTasks.all()).allSatisfy(generator -> {
            assertThat(generator.name()).matches("[a-z_]+");
            assertThat(generator.description()).isNotBlank().doesNotContain("\n");
            assertThat(generator.difficulties()).isNotEmpty().doesNotHaveDuplicates();
        });
    }

    @Test
    void extractorsNameTheLabelsInTheirOwnOrder() {
        assertThat(extractor("gen/navigate")).isEqualTo("\nThe final answer (No or Yes) is \"");
        assertThat(extractor("gen/is_animal")).isEqualTo("\nThe final answer (Yes or No) is \"");
        assertThat(extractor("gen/sentiment")).isEqualTo("\nThe final answer (positive or negative) is \"");
    }

    private static String extractor(String name) {
        return GeneratedTasks.task(GeneratedTasks.find(name).orElseThrow(), 0, 1, 4, null)
                .extractor();
    }

    @Test
    void refusesADifficultyAndANumberThatItDoesNotHave() {
        assertThatThrownBy(() -> GeneratedTasks.task(new Navigate(), 0, 9, 0, null))
                .asInstanceOf(type(GreaterException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .satisfies(e -> assertThat(e)
                        .hasMessageContaining("1 (two to four steps, facing forward), 2 (")
                        .hasMessageContaining("found 9")
                        .hasMessageContaining("expected one or more --examples, found 0"));
    }

    @Test
    void saysHowManyThereAreWhenAskedForTooMany() {
        TaskGenerator coin = new TaskGenerator() {
            @Override
            public String name() {
                return "coin";
            }

            @Override
            public String description() {
                return "the other side of a coin";
            }

            @Override
            public List<String> difficulties() {
                return List.of("one coin");
            }

            @Override
            public AnswerFormat answerFormat(int difficulty) {
                return new LabelFormat(List.of("heads", "tails"));
            }

            @Override
            public Drawn generate(int difficulty, Random random) {
                boolean heads = random.nextBoolean();
                return new Drawn("What is not " + (heads ? "heads" : "tails") + "?", heads ? "tails" : "heads");
            }
        };
        assertThat(GeneratedTasks.task(coin, 1, 1, 2, "So: \"").extractor()).isEqualTo("So: \"");
        assertThatThrownBy(() -> GeneratedTasks.task(coin, 1, 1, 3, null))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("expected to make 3 different questions of difficulty 1, found only 2");
    }
}
