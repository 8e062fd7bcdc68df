package org.greater4j.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;

/**
 * Whether a model whose numbers nobody computed elsewhere is read as it was meant: it goes on with a text sensibly, and its tokenizer gives texts
 * back.
 *
 * <p>Arguments: model, text to go on with (with the special token that begins a text, if the model wants one), data directory, then task
 * names whose questions make the round trip. The exit code is 1 if one doesn't.
 */
public final class ModelCheck {
    private static final int TOKENS = 12;

    private ModelCheck() {}

    public static void main(String[] arguments) {
        String text = arguments[1];
        int lost = 0;
        try (GradientModel model = new Models().open(arguments[0], "float32", "cpu")) {
            Tokenizer tokenizer = model.tokenizer();
            System.out.printf(
                    "%s, float32, %s%n%n",
                    model.info().name(), Machine.of(model.info()).describe() + ", " + LocalDate.now(ZoneOffset.UTC));
            Generation generation = model.generate(
                            List.of(tokenizer.encode(text)), GenerationPlan.chains(TOKENS), finished -> {})
                    .get(0);
            System.out.println(text + " >>" + tokenizer.decode(generation.chain()));
            for (String name : List.of(arguments).subList(3, arguments.length)) {
                lost += roundTrips(tokenizer, NamedTask.load(name, arguments[2]));
            }
        }
        System.exit(lost == 0 ? 0 : 1);
    }

    private static int roundTrips(Tokenizer tokenizer, Task task) {
        int tokens = 0;
        int lost = 0;
        for (Example example : task.examples()) {
            int[] ids = tokenizer.encode(example.question());
            tokens += ids.length;
            if (!tokenizer.decode(ids).equals(example.question())) {
                lost++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d questions come back, %d tokens%n",
                task.name(),
                task.examples().size() - lost,
                task.examples().size(),
                tokens);
        return lost;
    }
}
