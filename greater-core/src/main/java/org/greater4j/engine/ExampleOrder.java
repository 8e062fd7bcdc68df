package org.greater4j.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In which order examples tell soonest that a prompt is worse than the best one.
 *
 * <p>A prompt is let go once the lowest score that it can have, with every example to come right, is above the highest that another can
 * have, with every example to come wrong. An example brings these two nearer by one mistake if the prompt gets it wrong, and by one if the
 * best prompt gets it right: by two if both hold, by none if the other way round. So examples come first by
 *
 * <pre>{@code (1 if the best prompt so far gets it right, else 0) + the share of the other prompts that get it wrong}</pre>
 *
 * <p>which is what each is expected to bring. A hard example that the best prompt gets right stands at the front, one that everybody gets
 * right or everybody gets wrong in the middle, one that only the best prompt gets wrong at the end. The order changes how much has to be
 * assessed and nothing else.
 */
public final class ExampleOrder {
    private ExampleOrder() {}

    /**
     * The examples' indices, the most telling first; a function of the set of assessments, not of their order. Examples that promise
     * the same stay in their own order.
     *
     * @param assessments what is known so far, one per prompt; of an incomplete one the examples that were assessed count
     * @param examples N, the number of examples of each
     * @param weights of the score by which the best prompt is found
     */
    public static int[] of(Collection<Assessment> assessments, int examples, ScoreWeights weights) {
        Assessment best = best(assessments, weights);
        int[] wrong = new int[examples];
        int[] seen = new int[examples];
        for (Assessment assessment : assessments) {
            if (assessment.examples().size() != examples) {
                throw new IllegalArgumentException("expected assessments of " + examples + " examples, found one of "
                        + assessment.examples().size() + " under '" + assessment.prompt() + "'");
            }
            if (best != null && assessment.prompt().equals(best.prompt())) {
                continue;
            }
            for (int j = 0; j < examples; j++) {
                ExampleAssessment example = assessment.examples().get(j);
                if (example.assessed()) {
                    seen[j]++;
                    wrong[j] += example.mistake() ? 1 : 0;
                }
            }
        }
        double[] promise = new double[examples];
        for (int j = 0; j < examples; j++) {
            boolean right = best != null && !best.examples().get(j).mistake();
            // one right and one wrong are added, so that two wrong of two do not outweigh nine of ten
            promise[j] = (right ? 1 : 0) + (wrong[j] + 1.0) / (seen[j] + 2.0);
        }
        return IntStream.range(0, examples)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -promise[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    // an incomplete one has lost to another; of equal scores any will do, but always the same
    private static @Nullable Assessment best(Collection<Assessment> assessments, ScoreWeights weights) {
        return assessments.stream()
                .filter(Assessment::complete)
                .min(Comparator.comparingDouble((Assessment assessment) -> assessment.score(weights))
                        .thenComparing(assessment -> assessment.prompt().ids(), Arrays::compare))
                .orElse(null);
    }
}
