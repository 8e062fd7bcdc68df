package org.greater4j.web;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Defaults;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ModelInfo;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.objective.Placement;
import org.greater4j.run.Environment;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunResult;
import org.greater4j.run.SplitIds;
import org.greater4j.run.TaskIdentity;
import org.greater4j.run.TestResult;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;

/**
 * A small run on disk whose every text is somebody's choice: two steps over prompts of three tokens, the second of which ends worse, so
 * that the result is what the first step chose.
 */
public final class SampleRun {
    public static final Instant STARTED = Instant.parse("2026-01-31T12:00:00Z");

    /** Ids of the prompts, in the order of their first try. */
    static final RecordedPrompt INITIAL = prompt(" Think and answer", 1, 2, 3);

    static final RecordedPrompt FIRST = prompt(" Read and answer", 4, 2, 3);
    static final RecordedPrompt FIRST_OTHER = prompt(" Look and answer", 5, 2, 3);
    static final RecordedPrompt SECOND = prompt(" Read then answer", 4, 6, 3);
    static final RecordedPrompt SECOND_LET_GO = prompt(" Read or answer", 4, 7, 3);

    private final Path directory;
    private String taskName = "gen/sample";
    private String token = " Read";
    private String question = "Is it so?";
    private String chain = "It is so because it is.";
    private String answer = "Yes\"";
    private String before = "WWWWWWWWRU";
    private String after = "RRRRRRRRWU";
    private String devOfInitial = "RWW";
    private String devOfFirst = "RRW";
    private @Nullable Double initialScore;
    private int cutOff;
    private boolean withErrors;
    private int initialMistakes = 4;
    private double finalFluency = 5.5;
    private boolean withExamples = true;
    private boolean withDroppedTexts = true;
    private boolean tested = true;
    private boolean compared = true;
    private int events = Integer.MAX_VALUE;
    private @Nullable Map<String, @Nullable Object> settings;

    public SampleRun(Path directory) {
        this.directory = directory;
    }

    /** Puts a text in every place where a run holds what somebody else wrote. */
    public SampleRun saying(String text) {
        taskName = text;
        token = text;
        question = text;
        chain = text;
        answer = text;
        return this;
    }

    /** Outcomes of the test questions, by the letters R, W and U. */
    public SampleRun answering(String lettersBefore, String lettersAfter) {
        before = lettersBefore;
        after = lettersAfter;
        return this;
    }

    /** Outcomes of the dev questions under the initial prompt and the one that the first step chose, by the same letters. */
    SampleRun measuringOnDev(String lettersOfInitial, String lettersOfFirst) {
        devOfInitial = lettersOfInitial;
        devOfFirst = lettersOfFirst;
        return this;
    }

    /** A training score of the initial prompt that is not made of its mistakes. */
    SampleRun startingWithScore(double score) {
        initialScore = score;
        return this;
    }

    SampleRun cuttingOff(int chains) {
        cutOff = chains;
        return this;
    }

    /** As if one more test question had failed by itself. */
    SampleRun failingOnOne() {
        withErrors = true;
        return this;
    }

    SampleRun startingWithMistakes(int mistakes) {
        initialMistakes = mistakes;
        return this;
    }

    SampleRun endingWithFluency(double loss) {
        finalFluency = loss;
        return this;
    }

    SampleRun untested() {
        tested = false;
        return this;
    }

    /** As if every test question had failed under one prompt or the other. */
    SampleRun uncompared() {
        compared = false;
        return this;
    }

    /** As written before examples and dropped proposals were recorded. */
    SampleRun ofAnEarlierVersion() {
        withExamples = false;
        withDroppedTexts = false;
        return this;
    }

    /** As a real run has them, so that another one can be begun with the same. */
    public SampleRun withFullSettings() {
        settings = new ObjectMapper().convertValue(Defaults.run().withSteps(2), new TypeReference<>() {});
        return this;
    }

    /** As a run whose training score is of so much of the answer loss, rather than of mistakes. */
    SampleRun goingByLoss(double share) {
        settings = Map.of("search", Map.of("steps", 2, "selectionLossShare", share), "maxNewTokens", 40);
        return this;
    }

    /** Killed after so many events. */
    public SampleRun killedAfter(int count) {
        events = count;
        return this;
    }

    public Path write() {
        Split split = split();
        try (RunDirectory run = RunDirectory.create(directory)) {
            run.start(manifest(split));
            List<Map.Entry<String, Object>> told = events(split);
            for (Map.Entry<String, Object> event : told.subList(0, Math.min(events, told.size()))) {
                run.events().append(event.getKey(), event.getValue());
                run.checkpoint(Map.of("cost", new Cost(100, 50, 25), "seconds", 3.5));
            }
            if (events >= told.size()) {
                run.finish(result());
            }
        }
        return directory;
    }

    RunResult result() {
        Evaluation was = new Evaluation(outcomes("test", before, "before"));
        Evaluation is = new Evaluation(outcomes("test", after, "after"));
        return new RunResult(
                INITIAL,
                FIRST,
                initialMistakes / 4.0 + 0.1,
                0.35,
                List.of(
                        new Finalist(FIRST, 0.35, new Evaluation(outcomes("dev", devOfFirst, "dev")).summary()),
                        new Finalist(INITIAL, 1.1, new Evaluation(outcomes("dev", devOfInitial, "dev")).summary())),
                tested ? test(was, is) : null,
                new Cost(1000, 500, 250),
                75,
                2,
                "steps",
                new Readability(5, finalFluency));
    }

    private TestResult test(Evaluation was, Evaluation is) {
        return compared
                ? TestResult.of(was, is)
                : new TestResult(was.summary(), is.summary(), null, "not compared: no row could be measured");
    }

    PairedComparison comparison() {
        return PairedComparison.of(
                new Evaluation(outcomes("test", before, "before")), new Evaluation(outcomes("test", after, "after")));
    }

    private Split split() {
        return new Split(examples("train", 4), examples("dev", 3), examples("test", before.length()));
    }

    private List<Map.Entry<String, Object>> events(Split split) {
        List<Map.Entry<String, Object>> told = new ArrayList<>();
        if (withExamples) {
            told.add(Map.entry("examples", split));
        }
        told.add(Map.entry("started", scoring(assessed(INITIAL, initialMistakes, 4, 5, 0), initialScore)));
        told.add(Map.entry(
                "step",
                step(
                        1,
                        0,
                        INITIAL,
                        FIRST,
                        Map.of(1, " Think", 4, token, 5, " Look", 8, " Go"),
                        Map.of(1, 2.0, 4, -9.0, 5, -6.5, 8, 0.5),
                        List.of(
                                trial(4, token, -9, assessed(FIRST, 1, 4, finalFluency, 1)),
                                trial(5, " Look", -6.5, assessed(FIRST_OTHER, 3, 4, 5, 1))),
                        4,
                        List.of("sp" + token))));
        told.add(Map.entry(
                "step",
                step(
                        2,
                        1,
                        FIRST,
                        SECOND,
                        Map.of(2, " and", 6, " then", 7, " or"),
                        Map.of(2, 0.0, 6, -1.0, 7, -3.0),
                        List.of(
                                trial(7, " or", -3, assessed(SECOND_LET_GO, 3, 3, 6, 2)),
                                trial(6, " then", -1, assessed(SECOND, 2, 4, 6, 2))),
                        6,
                        List.of())));
        told.add(Map.entry("stopped", Map.of("reason", "steps")));
        told.add(Map.entry("weather", Map.of("of", "a later version")));
        told.add(Map.entry("finalist", answers(FIRST, outcomes("dev", devOfFirst, "dev"))));
        told.add(Map.entry("finalist", answers(INITIAL, outcomes("dev", devOfInitial, "dev"))));
        if (tested) {
            told.add(Map.entry("test", failing(answers(INITIAL, outcomes("test", before, "before")))));
            told.add(Map.entry("test", answers(FIRST, outcomes("test", after, "after"))));
        }
        return told;
    }

    private Manifest manifest(Split split) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                STARTED,
                settings != null
                        ? settings
                        : Map.of("search", Map.of("steps", 2), "maxNewTokens", 40, "frozenBefore", question),
                7,
                new ModelInfo("tiny", "llama", "/models/tiny.gguf", "ab12", 1000, 512, "float32", "cpu", Map.of()),
                new TaskIdentity(taskName, "this test", "label", "\nThe answer is \""),
                SplitIds.of(split),
                Placement.AFTER_QUESTION,
                Environment.current());
    }

    private List<Example> examples(String part, int count) {
        List<Example> examples = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            examples.add(new Example(part + "#" + at, part + " " + at + ": " + question, "Yes" + answer));
        }
        return examples;
    }

    private List<ExampleOutcome> outcomes(String part, String letters, String said) {
        List<ExampleOutcome> outcomes = new ArrayList<>();
        for (int at = 0; at < letters.length(); at++) {
            Outcome outcome = switch (letters.charAt(at)) {
                case 'R' -> Outcome.RIGHT;
                case 'W' -> Outcome.WRONG;
                default -> Outcome.UNANSWERED;
            };
            outcomes.add(new ExampleOutcome(
                    part + "#" + at, outcome, said + " " + at + ". " + chain, answer, 10 + at, at >= cutOff));
        }
        return outcomes;
    }

    private static RecordedPrompt prompt(String text, Integer... ids) {
        return new RecordedPrompt(text, List.of(ids));
    }

    private static Map<String, Object> answers(RecordedPrompt prompt, List<ExampleOutcome> outcomes) {
        return Map.of("prompt", prompt, "outcomes", outcomes);
    }

    private Map<String, Object> failing(Map<String, Object> answers) {
        if (!withErrors) {
            return answers;
        }
        Map<String, Object> failing = new LinkedHashMap<>(answers);
        failing.put("errors", List.of(new ExampleError("test#99", "it is <too> long")));
        return failing;
    }

    private static Map<String, Object> trial(int id, String text, double gradient, Map<String, Object> assessed) {
        return Map.of("token", id, "text", text, "gradient", gradient, "assessed", assessed);
    }

    private static Map<String, Object> assessed(
            RecordedPrompt prompt, int mistakes, int rows, double fluency, int step) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("assessed", at < rows);
            row.put("chain", at < rows ? List.of(1, 2) : null);
            row.put("mistake", at < rows ? (Boolean) (at < mistakes) : null);
            row.put("answerLoss", at < rows ? 0.5 : null);
            row.put("fluencyLoss", fluency);
            list.add(row);
        }
        Map<String, Object> scored = new LinkedHashMap<>();
        scored.put("prompt", prompt);
        scored.put("score", mistakes / 4.0 + 0.02 * fluency);
        scored.put("mistakes", mistakes);
        scored.put("answerLoss", 0.5 + mistakes);
        scored.put("fluencyLoss", fluency);
        scored.put("step", step);
        scored.put("position", step - 1);
        return Map.of("scored", scored, "complete", rows == 4, "rows", list);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> scoring(Map<String, Object> assessed, @Nullable Double score) {
        if (score == null) {
            return assessed;
        }
        Map<String, Object> scored = new LinkedHashMap<>((Map<String, Object>) assessed.get("scored"));
        scored.put("score", score);
        Map<String, Object> other = new LinkedHashMap<>(assessed);
        other.put("scored", scored);
        return other;
    }

    private Map<String, Object> step(
            int number,
            int position,
            RecordedPrompt from,
            RecordedPrompt to,
            Map<Integer, String> texts,
            Map<Integer, Double> gradients,
            List<Map<String, Object>> trials,
            int chosen,
            List<String> dropped) {
        List<Integer> ids = texts.keySet().stream().sorted().toList();
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", number);
        step.put("position", position);
        step.put("before", from);
        step.put("k", 10);
        step.put("candidates", ids);
        step.put("candidateTexts", ids.stream().map(texts::get).toList());
        step.put("droppedByRoundTrip", dropped.size());
        if (withDroppedTexts) {
            step.put("droppedTexts", dropped);
        }
        step.put("gradient", ids.stream().map(gradients::get).toList());
        step.put("meanAnswerLoss", 1.5);
        step.put("trials", trials);
        step.put("chosen", chosen);
        step.put("reason", "LOWEST_SCORE");
        step.put("after", to);
        step.put("cost", new Cost(30, 20, 10));
        return step;
    }
}
