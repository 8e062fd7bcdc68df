package org.greater4j.bench;

import java.util.Locale;
import java.util.Objects;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.app.bench.Benchmark;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.task.Task;
import org.greater4j.torch.memory.NativeObjects;

/**
 * Whether a long search grows: resident memory and living native objects after every step of the default model.
 *
 * <p>Arguments: task, data directory, training examples, tokens of a chain, steps, and {@code float32} or {@code bfloat16}. A row for every
 * fifth step; the last line gives the growth over the second half.
 */
public final class Soak {
    private Soak() {}

    public static void main(String[] arguments) {
        RunConfig config = Defaults.run()
                .withSizes(Integer.parseInt(arguments[2]), 0, 0)
                .withMaxNewTokens(Integer.parseInt(arguments[3]))
                .withSteps(Integer.parseInt(arguments[4]));
        Task task = NamedTask.load(arguments[0], arguments[1]);
        int steps = config.search().steps();
        long[] bytes = new long[steps + 1];
        long[] objects = new long[steps + 1];
        System.out.println("step,prompt_tokens,resident_mb,native_objects");
        RunListener listener = new RunListener() {
            @Override
            public void stepDone(StepRecord step, ScoredPrompt best, int all) {
                int number = step.step();
                bytes[number] = Objects.requireNonNull(ResidentMemory.now()).bytes();
                objects[number] = NativeObjects.count();
                if (number % 5 == 0 || number == 1) {
                    System.out.printf(
                            Locale.ROOT,
                            "%d,%d,%.0f,%d%n",
                            number,
                            step.before().length(),
                            bytes[number] / 1e6,
                            objects[number]);
                }
            }
        };
        try (var model = new Models().open(Defaults.MODEL, arguments[5], "cpu")) {
            new Benchmark(new Models(), listener, new Interruption()).run(config, task, model);
        }
        int half = steps / 2;
        System.out.printf(
                Locale.ROOT,
                "# growth from step %d to %d: %.1f MB, %d native objects; peak %.0f MB%n",
                half,
                steps,
                (bytes[steps] - bytes[half]) / 1e6,
                objects[steps] - objects[half],
                Objects.requireNonNull(ResidentMemory.now()).peakBytes() / 1e6);
    }
}
