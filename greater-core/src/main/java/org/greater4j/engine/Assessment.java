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
        double sum = 0;
        int count = 0;
        for (ExampleAssessment example : examples) {
            if (example.assessed()) {
                sum += example.answerLoss();
                count++;
            }
        }
        return sum / count;
    }

    /**
     * {@code mistakes / N + weight · mean fluency loss}, the training score; lower is better (method: step 3, Select). For an incomplete
     * assessment it is the lowest that the score can still become, since mistakes only grow.
     */
    public double score(double selectionFluencyWeight) {
        return score(mistakes(), examples.size(), selectionFluencyWeight, fluencyLoss());
    }

    /** The highest that the score can become: every example that was left out a mistake. The score itself if complete. */
    public double highestScore(double selectionFluencyWeight) {
        return score(mistakes() + examples.size() - assessed(), examples.size(), selectionFluencyWeight, fluencyLoss());
    }

    /** The one formula of the score, so that bounds and scores round alike. */
    public static double score(int mistakes, int examples, double selectionFluencyWeight, double fluencyLoss) {
        return (double) mistakes / examples + selectionFluencyWeight * fluencyLoss;
    }
}
