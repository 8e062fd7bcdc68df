package org.greater4j.engine;

import java.util.List;
import org.greater4j.objective.Prompt;

/**
 * How a prompt fared over all N examples.
 *
 * @param examples N assessments in example order; fewer if the cutoff ended the work early, and then the prompt can't win
 * @param complete whether all examples were assessed
 */
public record Assessment(Prompt prompt, List<ExampleAssessment> examples, boolean complete) {
    public Assessment {
        examples = List.copyOf(examples);
    }

    public int mistakes() {
        int mistakes = 0;
        for (ExampleAssessment example : examples) {
            mistakes += example.mistake() ? 1 : 0;
        }
        return mistakes;
    }

    /** Mean of the examples' fluency losses, in float64 and example order. */
    public double fluencyLoss() {
        return mean(true);
    }

    /** Mean of the examples' answer losses, in float64 and example order. */
    public double answerLoss() {
        return mean(false);
    }

    /** {@code mistakes / N + weight · mean fluency loss}, the training score; lower is better (method: step 3, Select). */
    public double score(double selectionFluencyWeight) {
        return (double) mistakes() / examples.size() + selectionFluencyWeight * fluencyLoss();
    }

    private double mean(boolean fluency) {
        double sum = 0;
        for (ExampleAssessment example : examples) {
            sum += fluency ? example.fluencyLoss() : example.answerLoss();
        }
        return sum / examples.size();
    }
}
