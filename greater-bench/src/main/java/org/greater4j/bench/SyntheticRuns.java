package org.greater4j.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.greater4j.app.Defaults;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.objective.Placement;
import org.greater4j.run.Environment;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunResult;
import org.greater4j.run.SplitIds;
import org.greater4j.run.TaskIdentity;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;

/** Run directories of the size that real runs have, with figures that mean nothing: for measuring what reads them. */
final class SyntheticRuns {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PROMPT_TOKENS = 17;
    private static final int TRIALS = 3;
    private static final int CANDIDATES = 12;
    private static final int CHAIN = 40;

    private final Random random = new Random(1);
    private final Split split;

    /** @param train training examples of each run; 24 dev and 80 test examples besides */
    SyntheticRuns(int train) {
        this.split = new Split(examples("train", train), examples("dev", 24), examples("test", 80));
    }

    private static List<Example> examples(String part, int count) {
        List<Example> examples = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            examples.add(new Example(
                    "sentiment#" + part + at, "Review: a " + part + " of number " + at + ". Is it kind?", "Yes"));
        }
        return examples;
    }

    /** Writes one run. */
    void write(Path directory, int number, int steps, boolean finished) {
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(manifest(number, steps));
            run.events().append("examples", split);
            List<Map<String, Object>> history = new ArrayList<>();
            RecordedPrompt prompt = prompt();
            RecordedPrompt initial = prompt;
            run.events().append("started", assessed(prompt, 0, history));
            for (int step = 1; step <= steps; step++) {
                RecordedPrompt next = prompt();
                run.events().append("step", step(step, prompt, next, history));
                prompt = next;
            }
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("step", steps);
            state.put("position", steps % PROMPT_TOKENS);
            state.put("prompt", prompt);
            state.put("history", history);
            run.checkpoint(Map.of("state", state, "cost", new Cost(40_000, 18_000, 4_000), "seconds", 66.0));
            if (finished) {
                finish(run, initial, prompt, steps);
            }
        }
    }

    /** Appends one more step, as a run does that goes on. */
    void goOn(Path directory, int step) {
        try (RunDirectory run = RunDirectory.open(directory)) {
            run.events().append("step", step(step, prompt(), prompt(), new ArrayList<>()));
            run.events().force();
        }
    }

    private void finish(RunDirectory run, RecordedPrompt initial, RecordedPrompt last, int steps) {
        run.events().append("stopped", Map.of("reason", "steps"));
        Evaluation dev = evaluation("dev", 24);
        run.events().append(RunHistory.FINALIST, Map.of("prompt", last, "outcomes", dev.outcomes()));
        Evaluation before = evaluation("test", 80);
        Evaluation after = evaluation("test", 80);
        run.events().append("test", Map.of("prompt", initial, "outcomes", before.outcomes()));
        run.events().append("test", Map.of("prompt", last, "outcomes", after.outcomes()));
        run.finish(new RunResult(
                initial,
                last,
                0.7,
                0.4,
                List.of(new Finalist(last, 0.4, dev.summary())),
                TestResult.of(before, after),
                new Cost(40_000, 18_000, 4_000),
                66,
                steps,
                "steps",
                new Readability(5, 5.5)));
    }

    private Evaluation evaluation(String part, int rows) {
        List<ExampleOutcome> outcomes = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            outcomes.add(new ExampleOutcome(
                    "sentiment#" + part + row,
                    random.nextInt(3) > 0 ? Outcome.RIGHT : Outcome.WRONG,
                    "The review says that the film was long, and that the writer liked it all the same.",
                    "Yes\"",
                    CHAIN,
                    true));
        }
        return new Evaluation(outcomes);
    }

    private Manifest manifest(int number, int steps) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                BEGIN.plus(Duration.ofMinutes(number)),
                new ObjectMapper().convertValue(Defaults.run().withSteps(steps), new TypeReference<>() {}),
                number,
                new ModelInfo(
                        "smollm2-135m-instruct",
                        "llama",
                        "/models/model.gguf",
                        "b179".repeat(16),
                        135_000_000,
                        8192,
                        "float32",
                        "cpu",
                        Map.of("threads", "2")),
                new TaskIdentity("gen/sentiment", "made up", "label", "\nThe answer is \""),
                SplitIds.of(split),
                Placement.AFTER_QUESTION,
                Environment.current());
    }

    private RecordedPrompt prompt() {
        List<Integer> ids = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < PROMPT_TOKENS; at++) {
            int id = random.nextInt(40_000);
            ids.add(id);
            text.append(" word").append(id);
        }
        return new RecordedPrompt(text.toString(), ids);
    }

    private Map<String, Object> step(
            int number, RecordedPrompt before, RecordedPrompt after, List<Map<String, Object>> history) {
        List<Integer> candidates = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Double> gradient = new ArrayList<>();
        List<Map<String, Object>> trials = new ArrayList<>();
        for (int at = 0; at < CANDIDATES; at++) {
            candidates.add(at + 1);
            texts.add(" token" + at);
            gradient.add(random.nextGaussian());
        }
        for (int at = 0; at < TRIALS; at++) {
            trials.add(Map.of(
                    "token",
                    at + 1,
                    "text",
                    texts.get(at),
                    "gradient",
                    gradient.get(at),
                    "assessed",
                    assessed(at == 0 ? after : prompt(), number, history)));
        }
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", number);
        step.put("position", number % PROMPT_TOKENS);
        step.put("before", before);
        step.put("k", 10);
        step.put("candidates", candidates);
        step.put("candidateTexts", texts);
        step.put("droppedByRoundTrip", 0);
        step.put("droppedTexts", List.of());
        step.put("gradient", gradient);
        step.put("meanAnswerLoss", 1.5);
        step.put("trials", trials);
        step.put("chosen", 1);
        step.put("reason", "LOWEST_SCORE");
        step.put("after", after);
        step.put("cost", new Cost(300, 200, 100));
        return step;
    }

    private Map<String, Object> assessed(RecordedPrompt prompt, int step, List<Map<String, Object>> history) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = 0; row < split.train().size(); row++) {
            rows.add(Map.of(
                    "assessed",
                    true,
                    "chain",
                    random.ints(CHAIN, 0, 40_000).boxed().toList(),
                    "mistake",
                    random.nextBoolean(),
                    "answerLoss",
                    random.nextDouble(),
                    "fluencyLoss",
                    5.5));
        }
        Map<String, Object> scored = new LinkedHashMap<>();
        scored.put("prompt", prompt);
        scored.put("score", 0.3 + random.nextDouble());
        scored.put("mistakes", 5);
        scored.put("answerLoss", 1.0);
        scored.put("fluencyLoss", 5.5);
        scored.put("step", step);
        scored.put("position", step % PROMPT_TOKENS);
        history.add(scored);
        return Map.of("scored", scored, "complete", true, "rows", rows);
    }
}
