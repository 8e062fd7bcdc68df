package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/** The registry of generators, and tasks made by them. */
public final class GeneratedTasks {
    /** What the names of generated tasks start with. */
    public static final String PREFIX = "gen/";

    // a generator that repeats itself this often in a row has nothing new to say
    private static final int MOST_REPEATS = 2_000;

    private static final List<TaskGenerator> ALL = List.of(
            new AdditionInWords(),
            new BooleanExpressions(),
            new DateUnderstanding(),
            new IsAnimal(),
            new LargerNumber(),
            new MultistepArithmetic(),
            new Navigate(),
            new ObjectCounting(),
            new Sentiment(),
            new TrackingShuffledObjects(),
            new WebOfLies(),
            new WordAtPosition());

    private GeneratedTasks() {}

    /** All generators, by name. */
    public static List<TaskGenerator> all() {
        return ALL;
    }

    /** The generator of a name with {@link #PREFIX}, such as {@code gen/navigate}. */
    public static Optional<TaskGenerator> find(String fullName) {
        return ALL.stream()
                .filter(generator -> fullName.equals(PREFIX + generator.name()))
                .findFirst();
    }

    /**
     * Makes a task. Its first n examples are the same for every number of examples, and none of its questions is there twice.
     *
     * @param extractor instead of the answer format's own; null keeps that
     * @throws GreaterException ({@code INVALID_OPTION}) for a difficulty that the generator does not have, or a number of examples that is
     *     below 1 or more than it can make
     */
    public static Task task(
            TaskGenerator generator, long seed, int difficulty, int examples, @Nullable String extractor) {
        String name = PREFIX + generator.name();
        check(generator, name, difficulty, examples);
        Random random = new Random(mix(generator.name(), seed, difficulty));
        Set<String> questions = new HashSet<>();
        List<Example> drawn = new ArrayList<>(examples);
        int repeats = 0;
        while (drawn.size() < examples) {
            TaskGenerator.Drawn next = generator.generate(difficulty, random);
            if (questions.add(next.question())) {
                drawn.add(new Example(name + "#" + drawn.size(), next.question(), next.answer()));
                repeats = 0;
            } else if (++repeats == MOST_REPEATS) {
                throw new GreaterException(
                        ErrorCode.INVALID_OPTION,
                        "task " + name + ": expected to make " + examples + " different questions of difficulty "
                                + difficulty + ", found only " + drawn.size()
                                + "; ask for fewer --examples or raise --difficulty");
            }
        }
        AnswerFormat format = generator.answerFormat(difficulty);
        return Task.of(
                name,
                format,
                extractor == null ? format.extractor() : extractor,
                drawn,
                "generated, seed=" + seed + ", difficulty=" + difficulty + ", " + examples + " examples");
    }

    private static void check(TaskGenerator generator, String name, int difficulty, int examples) {
        List<String> problems = new ArrayList<>();
        List<String> difficulties = generator.difficulties();
        if (difficulty < 1 || difficulty > difficulties.size()) {
            StringBuilder meanings = new StringBuilder();
            for (int i = 0; i < difficulties.size(); i++) {
                meanings.append(i == 0 ? "" : ", ")
                        .append(i + 1)
                        .append(" (")
                        .append(difficulties.get(i))
                        .append(')');
            }
            problems.add("expected a --difficulty of " + meanings + ", found " + difficulty);
        }
        if (examples < 1) {
            problems.add("expected one or more --examples, found " + examples);
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "task " + name, problems);
        }
    }

    // Random's first numbers are alike for seeds that are near each other: spread name, seed and difficulty over all
    // bits (SplitMix64)
    private static long mix(String name, long seed, int difficulty) {
        long state = spread(seed);
        state = spread(state ^ name.hashCode());
        return spread(state ^ difficulty);
    }

    private static long spread(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
