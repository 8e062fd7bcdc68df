package org.greater4j.web.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.run.Manifest;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RunFollower;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunResult;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;
import org.greater4j.web.report.Chart;
import org.greater4j.web.report.Piece;
import org.greater4j.web.report.ScoreChart;
import org.greater4j.web.report.WordDiff;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Two or more runs side by side: prompts, figures, curves, and the same questions under each final prompt.
 *
 * @param columns one a run, the one that the others are held against first
 * @param chart lowest training score over the steps of each; null before there is any
 * @param settings what the runs were told otherwise
 * @param rows questions that all of them were tested on; empty if there are none
 * @param sameRows number of these
 * @param note why there are none, or what is to be known of them
 */
public record ComparePage(
        List<Column> columns,
        @Nullable Chart chart,
        List<Setting> settings,
        List<Row> rows,
        int sameRows,
        String note) {
    /** Runs that one page holds at most. */
    public static final int MOST_RUNS = 6;

    private static final int ROWS = 200;

    /**
     * A run.
     *
     * @param letter that it is called by
     * @param prompt its result, or the best so far
     * @param difference of the prompt to the first run's; empty for the first
     * @param accuracy of the final prompt on the run's own test examples; empty if there is none
     * @param common the same on the questions that all share; empty if there are none
     * @param verdict how it differs from the first run's on these, in a sentence; empty for the first
     */
    public record Column(
            String letter,
            String id,
            String address,
            String model,
            String task,
            String method,
            String score,
            String tokens,
            String time,
            @Nullable String prompt,
            List<Piece> difference,
            String accuracy,
            String common,
            String verdict,
            String tone) {}

    /** A setting that is not the same in all runs, with its value in each. */
    public record Setting(String name, List<String> values) {}

    /** A question with what came of it in each run. */
    public record Row(
            String id, @Nullable String question, @Nullable String expected, List<Cell> cells, boolean differ) {}

    /** A reply. */
    public record Cell(boolean right, String outcome, String answer) {}

    /** A run that was looked at. */
    public record Looked(String id, RunFollower.Look look) {}

    /** Holds runs against each other; at least two. */
    public static ComparePage of(List<Looked> runs) {
        List<@Nullable Map<String, ExampleOutcome>> tests = new ArrayList<>();
        for (Looked run : runs) {
            tests.add(test(run));
        }
        List<String> common = common(runs, tests);
        List<Column> columns = new ArrayList<>();
        for (int at = 0; at < runs.size(); at++) {
            columns.add(column(runs, tests, common, at));
        }
        List<Row> rows = rows(runs, tests, common);
        return new ComparePage(
                columns,
                chart(runs),
                settings(runs),
                rows.stream().limit(ROWS).toList(),
                common.size(),
                note(runs, tests, common));
    }

    private static @Nullable Map<String, ExampleOutcome> test(Looked run) {
        List<MeasuredPrompt> test = run.look().history().test();
        RunResult result = run.look().record().result();
        if (result == null || test.isEmpty()) {
            return null;
        }
        Map<String, ExampleOutcome> outcomes = new HashMap<>();
        test.get(test.size() - 1).outcomes().forEach(outcome -> outcomes.put(outcome.exampleId(), outcome));
        return outcomes;
    }

    // ids tell questions apart only within one task
    private static List<String> common(List<Looked> runs, List<@Nullable Map<String, ExampleOutcome>> tests) {
        boolean oneTask = runs.stream().map(run -> task(run.look())).distinct().count() == 1;
        if (!oneTask || tests.stream().anyMatch(Objects::isNull)) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        List<MeasuredPrompt> first = runs.get(0).look().history().test();
        for (ExampleOutcome outcome : first.get(first.size() - 1).outcomes()) {
            if (tests.stream().allMatch(test -> test != null && test.containsKey(outcome.exampleId()))) {
                ids.add(outcome.exampleId());
            }
        }
        return ids;
    }

    private static List<String> task(RunFollower.Look look) {
        Manifest manifest = look.record().manifest();
        return List.of(manifest.task().name(), manifest.task().source());
    }

    private static String note(
            List<Looked> runs, List<@Nullable Map<String, ExampleOutcome>> tests, List<String> common) {
        if (!common.isEmpty()) {
            return "";
        }
        if (runs.stream().map(run -> task(run.look())).distinct().count() > 1) {
            return "The runs are about different tasks, so there are no questions that they share.";
        }
        return tests.stream().anyMatch(Objects::isNull)
                ? "Not all of these runs have been tested yet."
                : "The runs were tested on different questions. Runs with the same seed and sizes are tested on the same.";
    }

    private static Column column(
            List<Looked> runs, List<@Nullable Map<String, ExampleOutcome>> tests, List<String> common, int at) {
        Looked run = runs.get(at);
        RunFollower.Look look = run.look();
        Manifest manifest = look.record().manifest();
        RunHistory.Spent spent = look.history().spent();
        Map<String, ExampleOutcome> test = tests.get(at);
        String prompt = prompt(look);
        String first = prompt(runs.get(0).look());
        PairedComparison comparison =
                at == 0 || common.isEmpty() ? null : PairedComparison.of(on(common, tests.get(0)), on(common, test));
        return new Column(
                letter(at),
                run.id(),
                Address.ofRun(run.id()).toString(),
                manifest.modelName(),
                manifest.task().label(),
                manifest.facts().getOrDefault("settings.method", ""),
                lowest(look).stream()
                        .min(Double::compare)
                        .map(score -> Wording.number(score, 3))
                        .orElse(""),
                spent == null ? "" : Wording.count(spent.cost().total()),
                spent == null ? "" : Wording.duration(spent.seconds()),
                prompt,
                at == 0 || prompt == null || first == null
                        ? List.of()
                        : WordDiff.of(first, prompt).pieces(),
                test == null ? "" : share(test.values().stream().toList()),
                common.isEmpty() || test == null
                        ? ""
                        : share(common.stream()
                                .map(test::get)
                                .filter(Objects::nonNull)
                                .toList()),
                comparison == null ? "" : comparison.sentence(),
                comparison == null
                        ? "neutral"
                        : switch (comparison.verdict()) {
                            case BETTER -> "good";
                            case WORSE -> "bad";
                            case NO_DIFFERENCE_SHOWN -> "neutral";
                        });
    }

    private static Evaluation on(List<String> ids, @Nullable Map<String, ExampleOutcome> test) {
        return new Evaluation(ids.stream()
                .map(id -> Objects.requireNonNull(Objects.requireNonNull(test).get(id)))
                .toList());
    }

    private static String share(List<ExampleOutcome> outcomes) {
        long right = outcomes.stream()
                .filter(outcome -> outcome.outcome() == Outcome.RIGHT)
                .count();
        return Wording.percent((double) right / outcomes.size()) + " (" + right + " of " + outcomes.size() + ")";
    }

    private static @Nullable String prompt(RunFollower.Look look) {
        RunResult result = look.record().result();
        if (result != null) {
            return result.finalPrompt().text();
        }
        RunHistory.Assessed initial = look.history().initial();
        if (initial == null) {
            return null;
        }
        RunHistory.Score best = initial.scored();
        for (RunHistory.Step step : look.history().steps()) {
            for (RunHistory.Trial trial : step.trials()) {
                if (trial.assessed().complete() && trial.assessed().scored().score() < best.score()) {
                    best = trial.assessed().scored();
                }
            }
        }
        return best.prompt().text();
    }

    /** The lowest score of each step's trials. */
    private static List<Double> lowest(RunFollower.Look look) {
        List<Double> scores = new ArrayList<>();
        RunHistory.Assessed initial = look.history().initial();
        if (initial == null) {
            return scores;
        }
        double least = initial.scored().score();
        scores.add(least);
        for (RunHistory.Step step : look.history().steps()) {
            for (RunHistory.Trial trial : step.trials()) {
                if (trial.assessed().complete()) {
                    least = Math.min(least, trial.assessed().scored().score());
                }
            }
            scores.add(least);
        }
        return scores;
    }

    private static @Nullable Chart chart(List<Looked> runs) {
        List<ScoreChart.Series> series = new ArrayList<>();
        for (int at = 0; at < runs.size(); at++) {
            series.add(new ScoreChart.Series(
                    "series" + at,
                    letter(at) + ": " + runs.get(at).id(),
                    lowest(runs.get(at).look())));
        }
        return ScoreChart.of(series);
    }

    private static List<Setting> settings(List<Looked> runs) {
        List<Map<String, String>> facts =
                runs.stream().map(run -> run.look().record().manifest().facts()).toList();
        List<Setting> settings = new ArrayList<>();
        for (String name : facts.get(0).keySet()) {
            boolean told = name.startsWith("settings.") || name.equals("model.sha256") || name.equals("greaterVersion");
            List<String> values =
                    facts.stream().map(fact -> fact.getOrDefault(name, "")).toList();
            Set<String> distinct = new HashSet<>(values);
            if (told && distinct.size() > 1) {
                settings.add(new Setting(name.replace("settings.", ""), values));
            }
        }
        return settings;
    }

    private static List<Row> rows(
            List<Looked> runs, List<@Nullable Map<String, ExampleOutcome>> tests, List<String> common) {
        Map<String, Example> examples = new HashMap<>();
        Split split = runs.get(0).look().history().examples();
        if (split != null) {
            split.test().forEach(example -> examples.put(example.id(), example));
        }
        List<Row> rows = new ArrayList<>();
        for (String id : common) {
            List<Cell> cells = new ArrayList<>();
            for (Map<String, ExampleOutcome> test : tests) {
                ExampleOutcome outcome =
                        Objects.requireNonNull(Objects.requireNonNull(test).get(id));
                cells.add(new Cell(
                        outcome.outcome() == Outcome.RIGHT,
                        switch (outcome.outcome()) {
                            case RIGHT -> "right";
                            case WRONG -> "wrong";
                            case UNANSWERED -> "no readable answer";
                        },
                        Wording.clip(outcome.answer(), 80)));
            }
            Example example = examples.get(id);
            boolean differ = cells.stream().map(Cell::right).distinct().count() > 1;
            rows.add(new Row(
                    id,
                    example == null ? null : example.question(),
                    example == null ? null : example.answer(),
                    cells,
                    differ));
        }
        // those that tell the runs apart first
        rows.sort((one, other) -> Boolean.compare(other.differ(), one.differ()));
        return rows;
    }

    private static String letter(int at) {
        return String.valueOf((char) ('A' + at));
    }
}
