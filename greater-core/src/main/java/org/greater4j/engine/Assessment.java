package org.greater4j.engine;

import java.util.List;
import org.greater4j.objective.Prompt;

/**
 * How a prompt fared over all N examples.
 *
 * @param examples N assessments in example order; those that a cutoff left out hold the fluency loss alone
 * @param complete whether all examples were assessed; if not, the prompt's score can't be the lowest
 */
public record Assessment(Prompt prompt, List<ExampleAssessment> examples, boolean complete) {
    public Assessment {
        examples = List.copyOf(examples);
    }

    /** An assessment, complete if no example was left out. */
    public static Assessment of(Prompt prompt, List<ExampleAssessment> examples) {
        return new Assessment(prompt, examples, examples.stream().allMatch(ExampleAssessment::assessed));
    }

    /** Mistakes on the examples that were assessed. */
    public int mistakes() {
        int mistakes = 0;
        for (ExampleAssessment example : examples) {
            mistakes += example.mistake() ? 1 : 0;
        }
        return mistakes;
    }

    /** Examples that were assessed: N if complete. */
    public int assessed() {
        int assessed = 0;
        for (ExampleAssessment example : examples) {
            assessed += example.assessed() ? 1 : 0;
        }
        return assessed;
    }

    /** Mean of the examples' fluency losses, in float64 and example order. */
    public double fluencyLoss() {
        double sum = 0;
        for (ExampleAssessment example : examples) {
            sum += example.fluencyLoss();
        }
        return sum / examples.size();
    }

    /** Mean of the assessed examples' answer losses, in float64 and example order; NaN if there are none. */
    public double answerLoss() {
        return answerLosses() / assessed();
    }

    /**
     * The training score; lower is better (method: step 3, Select). For an incomplete assessment it is the lowest that the score can still
     * become, since mistakes and the sum of losses only grow.
     */
    public double score(ScoreWeights weights) {
        return weights.score(mistakes(), answerLosses(), examples.size(), fluencyLoss());
    }

    /**
     * The highest that the score can become: every example that was left out a mistake. The score itself if complete, positive infinity if
     * it is not and losses count.
     */
    public double highestScore(ScoreWeights weights) {
        int leftOut = examples.size() - assessed();
        if (leftOut > 0 && !weights.bounded()) {
            return Double.POSITIVE_INFINITY;
        }
        return weights.score(mistakes() + leftOut, answerLosses(), examples.size(), fluencyLoss());
    }

    /** Sum of the assessed examples' answer losses, in float64 and example order; 0 if there are none. */
    private double answerLosses() {
        double sum = 0;
        for (ExampleAssessment example : examples) {
            sum += example.assessed() ? example.answerLoss() : 0;
        }
        return sum;
    }
}
