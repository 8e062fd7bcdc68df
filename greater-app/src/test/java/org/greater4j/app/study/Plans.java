package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.Defaults;
import org.greater4j.app.RunConfig;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Task;

/** Small plans for the model of letters. */
final class Plans {
    private Plans() {}

    /** Every method on some tasks and seeds, with so many steps. */
    static StudyPlan of(List<String> models, List<String> tasks, List<String> methods, List<Long> seeds, int steps) {
        List<StudyCell> cells = new ArrayList<>();
        for (String model : models) {
            for (String task : tasks) {
                for (long seed : seeds) {
                    for (String method : methods) {
                        cells.add(new StudyCell(
                                model, task, method, seed, config(seed, steps).withMethod(method), task(task)));
                    }
                }
            }
        }
        return new StudyPlan("letters", cells);
    }

    static RunConfig config(long seed, int steps) {
        RunConfig defaults =
                Defaults.run().withSizes(8, 3, 4).withMaxNewTokens(4).withInit(" a b c");
        return new RunConfig(
                defaults.model(),
                defaults.task(),
                defaults.sizes(),
                new GreaterSettings(steps, seed, 4, 2, 3, 2, 2, 3, 0.02, 0, 0, true, false, 0, "_", 4),
                defaults.maxNewTokens(),
                defaults.answerTemperature(),
                defaults.fluencyWeight(),
                defaults.placement(),
                "",
                "",
                defaults.init(),
                defaults.dtype(),
                defaults.device(),
                defaults.budget(),
                true,
                defaults.accelerations(),
                defaults.method());
    }

    /** Twenty questions about letters, others for another name. */
    static Task task(String name) {
        List<Example> examples = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            String question = Character.toString('a' + number) + " or " + Character.toString('z' - number) + " "
                    + Character.toString('a' + Math.floorMod(name.hashCode(), 26));
            examples.add(new Example(name + "#" + number, question, number % 2 == 0 ? "y" : "n"));
        }
        return Task.of(name, new LabelFormat(List.of("y", "n")), examples, "this test");
    }
}
