package org.greater4j.engine;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.LetterTokenizer;

/** Assessments out of a letter per example: R right, W wrong, anything else left out. */
final class Rows {
    private Rows() {}

    static Assessment of(String prompt, String letters, double fluencyLoss) {
        LetterTokenizer tokenizer = new LetterTokenizer();
        List<ExampleAssessment> examples = new ArrayList<>();
        for (int j = 0; j < letters.length(); j++) {
            char letter = letters.charAt(j);
            examples.add(
                    letter == 'R' || letter == 'W'
                            ? new ExampleAssessment(new int[] {1}, letter == 'W', letter == 'W' ? 2 : 1, fluencyLoss)
                            : ExampleAssessment.leftOut(fluencyLoss));
        }
        return Assessment.of(Prompt.of(tokenizer.encode(prompt), tokenizer), examples);
    }
}
