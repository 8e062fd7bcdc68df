package org.greater4j.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.Defaults;
import org.greater4j.app.Models;
import org.greater4j.app.Optimization;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.GradientModel;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.RunResult;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Task;

/** Optimises a prompt for a task that is a list in memory: a model, a task, a listener, a result. */
public final class OptimizeOwnTask {
    private OptimizeOwnTask() {}

    /** Takes one argument, the run directory, which must be new or empty. */
    public static void main(String[] arguments) {
        try (GradientModel model = new Models().open(Defaults.MODEL, "auto", "auto")) {
            Task task = Task.of("evenness", new LabelFormat(List.of("even", "odd")), numbers(), "a list in memory");
            RunConfig config = Defaults.run().withSizes(6, 6, 12).withSteps(1).withMaxNewTokens(16);
            RunListener printer = new RunListener() {
                @Override
                public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
                    System.out.println(
                            "step " + step.step() + " of " + steps + ": best so far '" + best.prompt() + "'");
                }
            };
            RunResult result = new Optimization(new Models(), printer).run(config, task, model, Path.of(arguments[0]));
            System.out.println("before: " + result.initialPrompt().text());
            System.out.println("after:  " + result.finalPrompt().text());
            if (result.test() != null) {
                System.out.println(result.test().verdict());
            }
        }
    }

    private static List<Example> numbers() {
        List<Example> examples = new ArrayList<>();
        for (int number = 1; number <= 24; number++) {
            examples.add(new Example(
                    "number#" + number, "Is " + number + " even or odd?", number % 2 == 0 ? "even" : "odd"));
        }
        return examples;
    }
}
