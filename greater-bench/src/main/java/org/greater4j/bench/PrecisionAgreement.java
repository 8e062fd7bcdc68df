package org.greater4j.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.greater4j.app.Defaults;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.app.PreparedSearch;
import org.greater4j.app.RunConfig;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.optimize.GreaterStep;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.task.Split;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;

/**
 * How often bfloat16 decides as float32 does: a search in float32, and every one of its steps done again in bfloat16 from the same prompt with
 * the same draws.
 *
 * <p>Resident memory is printed too: it should not grow with the steps.
 *
 * <p>Arguments: task, data directory, training examples, tokens of a chain, steps.
 */
public final class PrecisionAgreement {
    private static final double GIBIBYTE = 1L << 30;

    private int steps;
    private int sameCandidates;
    private double sharedTrials;
    private int sameBestGradient;
    private int sameChoice;
    private long chains;
    private long sameChains;
    private long sameVerdicts;
    private final Map<Integer, ResidentMemory> memory = new TreeMap<>();

    private PrecisionAgreement() {}

    public static void main(String[] arguments) {
        Task task = NamedTask.load(arguments[0], arguments[1]);
        RunConfig config = Defaults.run()
                .withoutTest()
                .withSizes(Integer.parseInt(arguments[2]), 0, 0)
                .withMaxNewTokens(Integer.parseInt(arguments[3]))
                .withSteps(Integer.parseInt(arguments[4]));
        Models models = new Models();
        try (GradientModel exact = models.open(Defaults.MODEL, "float32", "cpu");
                GradientModel reduced = models.open(Defaults.MODEL, "bfloat16", "cpu")) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s, %s training examples, chains of %s, seed %d; %s%n%n",
                    exact.info().name(),
                    arguments[0],
                    arguments[2],
                    arguments[3],
                    config.search().seed(),
                    Machine.of(exact.info()).describe());
            new PrecisionAgreement().run(config, task, exact, reduced);
        }
    }

    private void run(RunConfig config, Task task, GradientModel exact, GradientModel reduced) {
        Split split = Split.of(
                task,
                new SplitSizes(config.sizes().train(), 0, 0),
                config.search().seed());
        PreparedSearch ofExact = PreparedSearch.of(config, task, split, exact);
        PreparedSearch ofReduced = PreparedSearch.of(config, task, split, reduced);
        GreaterStep step = new GreaterStep(config.search(), exact.tokenizer(), ofExact::roundTrips);
        try (ReasoningSession first = ofExact.open();
                ReasoningSession second = ofReduced.open()) {
            SearchState state = step.start(first, ofExact.initial());
            for (int at = 0; at < config.search().steps(); at++) {
                GreaterStep.Outcome expected = step.run(first, state);
                compare(expected.record(), step.run(second, state).record());
                state = expected.state();
                noteMemory(at + 1);
                System.err.printf("step %d of %d%n", at + 1, config.search().steps());
            }
        }
        print();
        printMemory();
    }

    private void compare(StepRecord expected, StepRecord found) {
        steps++;
        sameCandidates += Arrays.equals(expected.candidates(), found.candidates()) ? 1 : 0;
        Set<Integer> tried = tokens(expected);
        Set<Integer> shared = tokens(found);
        shared.retainAll(tried);
        sharedTrials += tried.isEmpty() ? 1 : (double) shared.size() / tried.size();
        boolean both = !expected.trials().isEmpty() && !found.trials().isEmpty();
        sameBestGradient += both
                        && expected.trials().get(0).token()
                                == found.trials().get(0).token()
                ? 1
                : 0;
        sameChoice += expected.chosen() == found.chosen() ? 1 : 0;
        for (StepRecord.Trial trial : expected.trials()) {
            for (StepRecord.Trial other : found.trials()) {
                if (trial.token() == other.token()) {
                    compare(trial.assessment(), other.assessment());
                }
            }
        }
    }

    private void compare(Assessment expected, Assessment found) {
        for (int j = 0; j < expected.examples().size(); j++) {
            if (expected.examples().get(j).assessed() && found.examples().get(j).assessed()) {
                chains++;
                sameChains += Arrays.equals(
                                expected.examples().get(j).chain(),
                                found.examples().get(j).chain())
                        ? 1
                        : 0;
                sameVerdicts += expected.examples().get(j).mistake()
                                == found.examples().get(j).mistake()
                        ? 1
                        : 0;
            }
        }
    }

    private static Set<Integer> tokens(StepRecord record) {
        return new HashSet<>(
                record.trials().stream().map(StepRecord.Trial::token).toList());
    }

    private void print() {
        List<String> lines = List.of(
                "| of " + steps + " steps | agree |",
                "|---|---|",
                row("the same candidates drawn", sameCandidates, steps),
                row("tried tokens in common", sharedTrials, steps),
                row("the same token first by gradient", sameBestGradient, steps),
                row("the same token chosen", sameChoice, steps),
                row(
                        "chains that are the same to the last token (" + chains + " compared)",
                        (double) sameChains,
                        chains),
                row("right or wrong on the same examples", (double) sameVerdicts, chains));
        lines.forEach(System.out::println);
    }

    // both models are in memory
    private void printMemory() {
        System.out.printf("%n| after step | resident | most so far |%n|---|---|---|%n");
        memory.forEach((step, resident) -> System.out.printf(
                Locale.ROOT,
                "| %d | %.2f GiB | %.2f GiB |%n",
                step,
                resident.bytes() / GIBIBYTE,
                resident.peakBytes() / GIBIBYTE));
    }

    private void noteMemory(int step) {
        ResidentMemory now = ResidentMemory.now();
        if (now != null && (step == 5 || step % 10 == 0)) {
            memory.put(step, now);
        }
    }

    private static String row(String what, double count, long of) {
        return String.format(Locale.ROOT, "| %s | %.1f %% |", what, 100 * count / of);
    }
}
