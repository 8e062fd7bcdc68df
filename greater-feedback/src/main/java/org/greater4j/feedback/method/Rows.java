package org.greater4j.feedback.method;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;

/** Rows as requests show them, and draws of rows. */
final class Rows {
    private Rows() {}

    /** Questions with their right answers. */
    static String pairs(Workbench bench, List<Example> rows) {
        return rows.stream()
                .map(row ->
                        bench.templates().text("row-pair", Map.of("question", row.question(), "answer", row.answer())))
                .collect(Collectors.joining("\n\n"));
    }

    /** Questions with what the model made of them and their right answers. */
    static String answered(Workbench bench, List<PromptScore.WrongRow> rows) {
        return rows.stream()
                .map(row -> bench.templates()
                        .text(
                                "row-answered",
                                Map.of(
                                        "question", row.example().question(),
                                        "reasoning", reasoning(row.result()),
                                        "output", output(row.result()),
                                        "answer", row.example().answer())))
                .collect(Collectors.joining("\n\n"));
    }

    /** What the model wrote before it was led to its answer. */
    static String reasoning(ExampleResult result) {
        ExampleOutcome outcome = result.outcome();
        return outcome == null ? "" : outcome.chain().strip();
    }

    /** What the model answered, as it was generated. */
    static String output(ExampleResult result) {
        ExampleOutcome outcome = result.outcome();
        return outcome == null ? "" : outcome.answer().strip();
    }

    /** Some distinct elements in random order, all if there are fewer. */
    static <T> List<T> sample(List<T> all, int count, Random random) {
        int[] order = IntStream.range(0, all.size()).toArray();
        int picked = Math.min(count, order.length);
        for (int at = 0; at < picked; at++) {
            int other = at + random.nextInt(order.length - at);
            int index = order[other];
            order[other] = order[at];
            order[at] = index;
        }
        return IntStream.range(0, picked).mapToObj(at -> all.get(order[at])).toList();
    }
}
