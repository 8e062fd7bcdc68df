package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.task.Outcome;

/** Evaluations written as one letter a row: R right, W wrong, U unanswered. */
public final class Evaluations {
    private Evaluations() {}

    public static Evaluation of(String outcomes) {
        List<ExampleOutcome> rows = new ArrayList<>();
        for (int row = 0; row < outcomes.length(); row++) {
            Outcome outcome = switch (outcomes.charAt(row)) {
                case 'R' -> Outcome.RIGHT;
                case 'W' -> Outcome.WRONG;
                default -> Outcome.UNANSWERED;
            };
            rows.add(new ExampleOutcome("task#" + row, outcome, "because", "Yes\"", 10 + row, row % 2 == 0));
        }
        return new Evaluation(rows);
    }
}
