package org.greater4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.task.Outcome;

/**
 * The prompts of one search that were scored on all training examples and measured on all dev examples, in the order of their first try:
 * the initial prompt comes first.
 *
 * @param name the run's directory
 */
record SearchPool(String name, List<Member> members) {
    /**
     * One prompt.
     *
     * @param mistakes per training example, 1 or 0
     * @param losses per training example, the answer loss in nats
     * @param fluencyLoss of the prompt, in nats
     * @param right per dev example, 1 or 0
     */
    record Member(RecordedPrompt prompt, double[] mistakes, double[] losses, double fluencyLoss, double[] right) {
        double accuracy() {
            return Arrays.stream(right).average().orElse(Double.NaN);
        }
    }

    /** Reads a run that measured all prompts that it scored ({@code --finalists} at least as many, {@code --without pruning}). */
    static SearchPool read(Path run) {
        RunHistory history = RunHistory.of(RunRecord.read(run));
        Map<RecordedPrompt, double[]> right = new LinkedHashMap<>();
        for (MeasuredPrompt measured : history.dev()) {
            right.put(
                    measured.prompt(),
                    measured.outcomes().stream().mapToDouble(SearchPool::right).toArray());
        }
        List<RunHistory.Assessed> scored = new ArrayList<>();
        scored.add(Objects.requireNonNull(history.initial(), "a run that scored its initial prompt"));
        history.steps().forEach(step -> step.trials().forEach(trial -> scored.add(trial.assessed())));
        scored.addAll(history.revisited());
        Map<RecordedPrompt, Member> members = new LinkedHashMap<>();
        for (RunHistory.Assessed one : scored) {
            double[] dev = right.get(one.scored().prompt());
            if (one.complete() && dev != null) {
                members.putIfAbsent(
                        one.scored().prompt(),
                        new Member(
                                one.scored().prompt(),
                                one.rows().stream()
                                        .mapToDouble(row -> Boolean.TRUE.equals(row.mistake()) ? 1 : 0)
                                        .toArray(),
                                one.rows().stream()
                                        .mapToDouble(row -> Objects.requireNonNull(row.answerLoss()))
                                        .toArray(),
                                one.scored().fluencyLoss(),
                                dev));
            }
        }
        return new SearchPool(String.valueOf(run.getFileName()), List.copyOf(members.values()));
    }

    Member initial() {
        return members.get(0);
    }

    int trainingExamples() {
        return initial().mistakes().length;
    }

    int devExamples() {
        return initial().right().length;
    }

    private static double right(ExampleOutcome outcome) {
        return outcome.outcome() == Outcome.RIGHT ? 1 : 0;
    }
}
