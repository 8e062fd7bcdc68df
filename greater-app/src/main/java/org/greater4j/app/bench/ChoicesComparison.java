package org.greater4j.app.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether two searches that were asked the same decided the same: candidates, tried tokens in their order, chosen tokens. Once a choice
 * differs, later steps are about other prompts, so they are not looked at.
 *
 * @param same whether all compared steps agree
 * @param recordedSteps steps of the recorded search
 * @param comparedSteps steps that both have
 * @param sameSteps steps before the first difference
 * @param firstDifference where and how they part; null if they do not
 * @param largestGradientDifference among the same steps, relative to the step's largest gradient
 * @param largestScoreDifference among the tried tokens of the same steps that both assessed on every example
 */
public record ChoicesComparison(
        boolean same,
        int recordedSteps,
        int comparedSteps,
        int sameSteps,
        @Nullable String firstDifference,
        double largestGradientDifference,
        double largestScoreDifference) {

    /** Holds the choices of one search against recorded ones. */
    public static ChoicesComparison of(Choices recorded, Choices found) {
        int compared = Math.min(recorded.steps().size(), found.steps().size());
        int same = 0;
        String difference = null;
        double gradients = 0;
        double scores = 0;
        while (same < compared && difference == null) {
            Choices.Step one = recorded.steps().get(same);
            Choices.Step other = found.steps().get(same);
            difference = difference(one, other);
            if (difference == null) {
                gradients = Math.max(gradients, gradientDifference(one.gradient(), other.gradient()));
                scores = Math.max(scores, scoreDifference(one.tried(), other.tried()));
                same++;
            }
        }
        return new ChoicesComparison(
                difference == null, recorded.steps().size(), compared, same, difference, gradients, scores);
    }

    private static @Nullable String difference(Choices.Step recorded, Choices.Step found) {
        String place = "step " + found.step() + " at position " + found.position() + ": ";
        if (!recorded.candidates().equals(found.candidates())) {
            return place + "candidates: recorded " + recorded.candidates() + ", found " + found.candidates();
        }
        if (!recorded.triedTokens().equals(found.triedTokens())) {
            return place + "tried tokens: recorded " + texts(recorded) + ", found " + texts(found);
        }
        if (recorded.chosen() != found.chosen()) {
            return place + "chosen token: recorded " + chosen(recorded) + ", found " + chosen(found);
        }
        return recorded.prompt().ids().equals(found.prompt().ids())
                ? null
                : place + "prompt: recorded '" + recorded.prompt().text() + "', found '"
                        + found.prompt().text() + "'";
    }

    private static List<String> texts(Choices.Step step) {
        return step.tried().stream().map(ChoicesComparison::text).toList();
    }

    private static String text(Choices.Tried tried) {
        return tried.token() + " '" + tried.text() + "'";
    }

    private static String chosen(Choices.Step step) {
        return step.tried().stream()
                .filter(tried -> tried.token() == step.chosen())
                .findFirst()
                .map(tried -> text(tried) + " of score " + tried.score())
                .orElse(Integer.toString(step.chosen()));
    }

    // of the same candidates
    private static double gradientDifference(List<Double> recorded, List<Double> found) {
        double largest = 0;
        double difference = 0;
        for (int at = 0; at < Math.min(recorded.size(), found.size()); at++) {
            largest = Math.max(largest, Math.abs(recorded.get(at)));
            difference = Math.max(difference, Math.abs(recorded.get(at) - found.get(at)));
        }
        return largest == 0 ? difference : difference / largest;
    }

    // of the same tokens
    private static double scoreDifference(List<Choices.Tried> recorded, List<Choices.Tried> found) {
        double difference = 0;
        for (int at = 0; at < recorded.size(); at++) {
            if (recorded.get(at).complete() && found.get(at).complete()) {
                difference = Math.max(
                        difference,
                        Math.abs(recorded.get(at).score() - found.get(at).score()));
            }
        }
        return difference;
    }
}
