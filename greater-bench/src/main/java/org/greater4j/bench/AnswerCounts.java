package org.greater4j.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;

/**
 * How far a model's answers depend on the question: how often the commonest answer is given on the test examples of runs, under each prompt
 * that they measured, beside how often the commonest right answer is right.
 *
 * <p>Arguments: directories of runs on tasks that have a name; {@code GREATER_DATA} names the folder of published ones. Nothing is computed
 * by a model here.
 */
public final class AnswerCounts {
    /** An answer and its share of all. */
    private record Commonest(String answer, double share) {
        static Commonest of(List<String> answers) {
            Map<String, Long> counts = answers.stream()
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
            return counts.entrySet().stream()
                    .max(Comparator.comparing(Map.Entry::getValue))
                    .map(entry -> new Commonest(entry.getKey(), entry.getValue() / (double) answers.size()))
                    .orElse(new Commonest("none", 0));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, %.0f %%", answer, 100 * share);
        }
    }

    private AnswerCounts() {}

    public static void main(String[] arguments) {
        System.out.println("| run | commonest right answer | commonest of the answers, by prompt |");
        System.out.println("|---|---|---|");
        Arrays.stream(arguments).map(AnswerCounts::row).forEach(System.out::println);
    }

    private static String row(String directory) {
        RunRecord record = RunRecord.read(Path.of(directory));
        RecordedTask task = RecordedTask.of(record);
        List<MeasuredPrompt> measured = RunHistory.of(record).test();
        String given = measured.stream()
                .map(one -> Commonest.of(one.outcomes().stream()
                                .flatMap(outcome -> task.answer(outcome.exampleId(), outcome.answer()).stream())
                                .toList())
                        .toString())
                .collect(Collectors.joining("; "));
        List<String> right = measured.isEmpty()
                ? List.of()
                : measured.get(0).outcomes().stream()
                        .map(outcome -> task.example(outcome.exampleId()).answer())
                        .toList();
        return "| " + directory + " | " + Commonest.of(right) + " | " + given + " |";
    }
}
