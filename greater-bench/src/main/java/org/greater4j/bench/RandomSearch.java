package org.greater4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.greater4j.app.bench.MeasuredSession;
import org.greater4j.app.bench.Part;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.app.bench.Work;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.objective.TokenFilter;
import org.greater4j.optimize.GreaterOptimizer;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.OptimizationEvent;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a search over random ids, for models whose words mean nothing.
 *
 * <p>One example's ten proposals are the candidates of a step: examples of a random model agree on none, and the search would ask on for
 * more.
 */
final class RandomSearch {
    private static final int HEAD = 60;
    private static final int TAIL = 5;
    private static final int EXTRACTOR = 8;
    private static final int ANSWER = 2;
    private static final int PROMPT = 16;
    private static final int TRIALS = 3;

    private final GradientModel model;
    private final int examples;
    private final int chainTokens;
    private final int steps;

    RandomSearch(GradientModel model, int examples, int chainTokens, int steps) {
        this.model = model;
        this.examples = examples;
        this.chainTokens = chainTokens;
        this.steps = steps;
    }

    CostPoint measure(double x) {
        Random random = new Random(examples);
        List<Frame> frames = new ArrayList<>();
        for (int j = 0; j < examples; j++) {
            frames.add(new Frame(ids(random, HEAD), ids(random, TAIL), ids(random, EXTRACTOR), ids(random, ANSWER)));
        }
        GreaterSettings settings =
                new GreaterSettings(steps, 1, 10, 2, 1, 1, 1, TRIALS, 0.02, 0, 0, false, false, 0, "_", 10);
        SessionSettings session = new SessionSettings(chainTokens, 0.2, 0.2, TokenFilter.allowed(model.tokenizer()));
        try (MeasuredSession measured = new MeasuredSession(model.open(frames, session))) {
            Journal journal = new Journal(measured);
            new GreaterOptimizer(settings, model.tokenizer(), prompt -> prompt.length() > 0)
                    .optimize(
                            measured,
                            Prompt.of(ids(random, PROMPT), model.tokenizer()),
                            null,
                            () -> false,
                            journal::note);
            return journal.point(x);
        }
    }

    private int[] ids(Random random, int count) {
        return random.ints(count, 1, model.tokenizer().vocabularySize()).toArray();
    }

    private final class Journal {
        private final MeasuredSession session;
        private final List<Double> seconds = new ArrayList<>();
        private final Map<Part, Work> work = new EnumMap<>(Part.class);
        private long began = System.nanoTime();

        Journal(MeasuredSession session) {
            this.session = session;
        }

        void note(OptimizationEvent event) {
            double passed = (System.nanoTime() - began) / 1e9;
            Map<Part, Work> taken = session.take();
            if (event instanceof OptimizationEvent.StepDone) {
                seconds.add(passed);
                taken.forEach((part, more) -> work.merge(part, more, Work::plus));
            }
            began = System.nanoTime();
        }

        CostPoint point(double x) {
            int count = seconds.size();
            double[] sorted =
                    seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            double median = IntStream.of((count - 1) / 2, count / 2)
                    .mapToDouble(at -> sorted[at])
                    .average()
                    .orElse(Double.NaN);
            Work all = work.values().stream().reduce(Work.NONE, Work::plus);
            @Nullable ResidentMemory memory = ResidentMemory.now();
            return new CostPoint(
                    x,
                    model.info().name(),
                    examples,
                    PROMPT,
                    chainTokens,
                    TRIALS,
                    count,
                    median,
                    mean(Part.PROPOSE),
                    mean(Part.GRADIENT),
                    mean(Part.SELECT),
                    (Arrays.stream(sorted).sum() - all.seconds()) / count,
                    (double) all.cost().tokens() / count,
                    all.statistics().neededFlop() / 1e9 / count,
                    chainTokens,
                    memory == null ? -1 : memory.bytes());
        }

        private double mean(Part part) {
            return work.getOrDefault(part, Work.NONE).seconds() / seconds.size();
        }
    }
}
