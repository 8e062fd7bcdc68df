package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.greater4j.evaluate.EvaluationSummary;
import org.greater4j.run.RunHistory.Assessed;
import org.greater4j.run.RunHistory.Score;
import org.greater4j.run.RunHistory.Step;
import org.greater4j.run.RunHistory.Trial;
import org.jspecify.annotations.Nullable;

/** The search over its steps: score and dev figures, loss of the answers, fluency. */
public final class Charts {
    /** Beyond this many steps single trials can't be told apart. */
    private static final int MOST_STEPS_WITH_TRIALS = 200;

    private static final int MARKED_STEPS = 60;

    /** A line has at most so many points, and its description at most so many figures. */
    private static final int MOST_POINTS = 1000;

    private static final int MOST_FIGURES = 200;
    private static final int MOST_TICKS = 6;

    private static final Chart.Key DEV = new Chart.Key("dev", "share wrong on the dev examples");
    private static final Chart.Key RESULT = new Chart.Key("result", "the result");

    private final Search search;
    private final List<Score> path;

    private Charts(Search search) {
        this.search = search;
        this.path = search.path();
    }

    /** A value of a score; null where it is not known. */
    @FunctionalInterface
    private interface Measure {
        @Nullable
        Double of(Score score);
    }

    /** Something to be drawn at a step. */
    private record Mark(String style, double radius, int step, double value, String title) {}

    static List<Chart> of(Search search) {
        Charts charts = new Charts(search);
        if (charts.path.isEmpty()) {
            return List.of();
        }
        List<Chart> drawn = new ArrayList<>();
        drawn.add(charts.score());
        if (!charts.scoreIsShare() && !search.dev().isEmpty()) {
            drawn.add(charts.dev());
        }
        drawn.add(charts.plain(
                "answer-loss",
                "Loss of the right answer",
                "How surprised the model is by the right answer after its own reasoning, in nats a token; lower is better.",
                Score::answerLoss));
        drawn.add(charts.plain(
                "fluency",
                "Fluency",
                "How unlikely the model finds the prompt itself as text, in nats a token; lower is more natural.",
                Score::fluencyLoss));
        return List.copyOf(drawn);
    }

    /** Whether the score counts mistakes alone; only then do the dev figures fit on its axis. */
    private boolean scoreIsShare() {
        return search.lossShare() == 0;
    }

    private Chart score() {
        List<Mark> marks = trials(Score::score);
        List<Mark> dev = scoreIsShare() ? devMarks() : List.of();
        marks.addAll(dev);
        List<Chart.Key> legend = new ArrayList<>(legend(marks));
        legend.add(1, new Chart.Key("best", "best so far"));
        if (!dev.isEmpty()) {
            legend.add(DEV);
        }
        return draw(
                "score",
                "Training score",
                counted() + ", plus a little of the fluency loss; lower is better."
                        + (dev.isEmpty()
                                ? ""
                                : " Dev figures far above the line say that the search fits its own examples alone."),
                Score::score,
                marks,
                true,
                legend);
    }

    /** What the score counts, in words. */
    private String counted() {
        double share = search.lossShare();
        if (share == 0) {
            return "Share of mistakes on the training examples";
        }
        if (share == 1) {
            return "Loss of the right answer on the training examples, in nats a token";
        }
        return "Mix of the loss of the right answer, in nats a token, and the share of mistakes on the training examples ("
                + Wording.number(share, 2) + " of the loss, " + Wording.number(1 - share, 2) + " of the mistakes)";
    }

    private List<Mark> devMarks() {
        List<Mark> marks = new ArrayList<>();
        for (Assessed found : search.found().values()) {
            EvaluationSummary dev = search.devOf(found.scored().prompt());
            if (dev != null) {
                marks.add(new Mark(
                        "dev",
                        4.5,
                        found.scored().step(),
                        1 - dev.accuracy(),
                        "dev: " + (dev.rows() - dev.right()) + " of " + dev.rows() + " wrong, "
                                + Wording.clip(found.scored().prompt().text(), 80)));
            }
        }
        return marks;
    }

    /** The dev figures by themselves, for scores that are no share of mistakes. */
    private Chart dev() {
        List<Mark> marks = devMarks();
        List<Chart.Key> legend = new ArrayList<>(List.of(DEV));
        Score result = search.finished() ? search.scoreOf(search.latest()) : null;
        EvaluationSummary ofResult = result == null ? null : search.devOf(result.prompt());
        if (result != null && ofResult != null) {
            double value = 1 - ofResult.accuracy();
            marks.add(new Mark("result", 7, result.step(), value, "the result: " + Wording.number(value, 3)));
            legend.add(RESULT);
        }
        double highest = marks.stream().mapToDouble(Mark::value).max().orElse(1);
        Scale y = Scale.of(0, highest, Chart.HEIGHT - Chart.BOTTOM, Chart.TOP);
        Scale x = steps();
        String words = marks.stream()
                .filter(mark -> mark.style().equals("dev"))
                .map(mark ->
                        (mark.step() == 0 ? "start" : "step " + mark.step()) + " " + Wording.number(mark.value(), 3))
                .collect(Collectors.joining(", "));
        return new Chart(
                "dev",
                "Mistakes on the dev examples",
                "Share of the dev examples that a prompt gets wrong, at the step that tried it first; lower is better."
                        + (fitsItsOwnExamplesAlone()
                                ? " None is below the first prompt's, though training scores fell: the search fits its own examples alone."
                                : ""),
                "Share wrong on the dev examples: " + words + ".",
                steps(x),
                y.ticks(),
                List.of(),
                marks.stream().map(mark -> point(x, y, mark)).toList(),
                legend);
    }

    private boolean fitsItsOwnExamplesAlone() {
        Score start = search.scoreOf(search.initial());
        EvaluationSummary startOnDev = search.devOf(search.initial());
        if (start == null || startOnDev == null) {
            return false;
        }
        List<Score> measured = search.found().values().stream()
                .map(Assessed::scored)
                .filter(score -> search.devOf(score.prompt()) != null)
                .toList();
        return measured.stream().anyMatch(score -> score.score() < start.score())
                && measured.stream()
                        .map(score -> search.devOf(score.prompt()))
                        .allMatch(dev -> dev != null && dev.accuracy() <= startOnDev.accuracy());
    }

    private Chart plain(String name, String title, String note, Measure measure) {
        List<Mark> marks = trials(measure);
        return draw(name, title, note, measure, marks, false, legend(marks));
    }

    private static List<Chart.Key> legend(List<Mark> marks) {
        List<Chart.Key> legend = new ArrayList<>();
        legend.add(new Chart.Key("current", "prompt after each step"));
        if (marks.stream().anyMatch(mark -> mark.style().equals("trial"))) {
            legend.add(new Chart.Key("trial", "other trials"));
        }
        if (marks.stream().anyMatch(mark -> mark.style().equals("bound"))) {
            legend.add(new Chart.Key("bound", "let go early: at least this"));
        }
        if (marks.stream().anyMatch(mark -> mark.style().equals("result"))) {
            legend.add(RESULT);
        }
        return legend;
    }

    private List<Mark> trials(Measure measure) {
        List<Mark> marks = new ArrayList<>();
        if (search.steps().size() <= MOST_STEPS_WITH_TRIALS) {
            for (Step step : search.steps()) {
                for (Trial trial : step.trials()) {
                    Double value = measure.of(trial.assessed().scored());
                    if (trial.token() != step.chosen() && value != null) {
                        boolean complete = trial.assessed().complete();
                        marks.add(new Mark(
                                complete ? "trial" : "bound",
                                3,
                                step.step(),
                                value,
                                "step " + step.step() + ", tried: " + Wording.number(value, 3) + ", "
                                        + Wording.clip(
                                                trial.assessed()
                                                        .scored()
                                                        .prompt()
                                                        .text(),
                                                80)));
                    }
                }
            }
        }
        Score latest = search.scoreOf(search.latest());
        Double value = latest == null || !search.finished() ? null : measure.of(latest);
        if (latest != null && value != null) {
            marks.add(new Mark("result", 7, latest.step(), value, "the result: " + Wording.number(value, 3)));
        }
        return marks;
    }

    private Chart draw(
            String name,
            String title,
            String note,
            Measure measure,
            List<Mark> marks,
            boolean withBest,
            List<Chart.Key> legend) {
        double highest = marks.stream().mapToDouble(Mark::value).max().orElse(Double.NEGATIVE_INFINITY);
        double lowest = marks.stream().mapToDouble(Mark::value).min().orElse(Double.POSITIVE_INFINITY);
        for (Score score : path) {
            Double value = measure.of(score);
            if (value != null) {
                highest = Math.max(highest, value);
                lowest = Math.min(lowest, value);
            }
        }
        if (highest < lowest) {
            return new Chart(
                    name,
                    title,
                    note,
                    title + ": no figures yet.",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
        Scale y = Scale.of(withBest ? Math.min(0, lowest) : lowest, highest, Chart.HEIGHT - Chart.BOTTOM, Chart.TOP);
        Scale x = steps();
        List<Chart.Line> lines = new ArrayList<>();
        List<Chart.Point> points = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        StringBuilder best = new StringBuilder();
        StringBuilder words = new StringBuilder(title).append(" after each step:");
        double least = Double.POSITIVE_INFINITY;
        BitSet drawn = drawn(measure);
        int everyFigure = (path.size() + MOST_FIGURES - 1) / MOST_FIGURES;
        for (int step = 0; step < path.size(); step++) {
            Double value = measure.of(path.get(step));
            if (value == null) {
                continue;
            }
            least = Math.min(least, step == 0 ? value : leastOf(search.steps().get(step - 1), least));
            if (step % everyFigure == 0) {
                words.append(step == 0 ? " " : ", ").append(Wording.number(value, 3));
            }
            if (!drawn.get(step)) {
                continue;
            }
            current.append(current.isEmpty() ? "M" : "L").append(point(x, y, step, value));
            best.append(
                    best.isEmpty()
                            ? "M" + point(x, y, step, least)
                            : "H" + coordinate(x.at(step)) + "V" + coordinate(y.at(least)));
            if (path.size() <= MARKED_STEPS) {
                points.add(point(
                        x,
                        y,
                        new Mark(
                                "current",
                                3.5,
                                step,
                                value,
                                (step == 0 ? "start" : "step " + step) + ": " + Wording.number(value, 3) + ", "
                                        + Wording.clip(path.get(step).prompt().text(), 80))));
            }
        }
        if (withBest) {
            lines.add(new Chart.Line("best", best.toString()));
        }
        lines.add(new Chart.Line("current", current.toString()));
        marks.forEach(mark -> points.add(point(x, y, mark)));
        return new Chart(name, title, note, words.append('.').toString(), steps(x), y.ticks(), lines, points, legend);
    }

    /** The steps that a line goes through: of a long search the lowest and the highest of every few, which look the same. */
    private BitSet drawn(Measure measure) {
        BitSet drawn = new BitSet();
        int every = Math.max(1, (2 * path.size() + MOST_POINTS - 1) / MOST_POINTS);
        if (path.size() <= MOST_POINTS) {
            every = 1;
        }
        for (int from = 0; from < path.size(); from += every) {
            int lowest = -1;
            int highest = -1;
            for (int step = from; step < Math.min(path.size(), from + every); step++) {
                Double value = measure.of(path.get(step));
                if (value != null) {
                    lowest = lowest < 0 || value < valueAt(measure, lowest) ? step : lowest;
                    highest = highest < 0 || value > valueAt(measure, highest) ? step : highest;
                }
            }
            if (lowest >= 0) {
                drawn.set(lowest);
                drawn.set(highest);
            }
        }
        drawn.set(path.size() - 1);
        return drawn;
    }

    private double valueAt(Measure measure, int step) {
        Double value = measure.of(path.get(step));
        return value == null ? Double.NaN : value;
    }

    private static double leastOf(Step step, double before) {
        return step.trials().stream()
                .filter(trial -> trial.assessed().complete())
                .mapToDouble(trial -> trial.assessed().scored().score())
                .reduce(before, Math::min);
    }

    private static Chart.Point point(Scale x, Scale y, Mark mark) {
        return new Chart.Point(
                mark.style(),
                coordinate(x.at(mark.step())),
                coordinate(y.at(mark.value())),
                String.valueOf(mark.radius()),
                mark.title());
    }

    private static String point(Scale x, Scale y, double step, double value) {
        return coordinate(x.at(step)) + " " + coordinate(y.at(value));
    }

    private Scale steps() {
        return new Scale(0, Math.max(1, path.size() - 1), Chart.LEFT + 10, Chart.WIDTH - Chart.RIGHT - 10, 1);
    }

    private List<Chart.Tick> steps(Scale x) {
        List<Chart.Tick> ticks = new ArrayList<>();
        int last = path.size() - 1;
        int every = Math.max(1, (int) Scale.round((double) last / MOST_TICKS));
        for (int step = 0; step <= last; step += every) {
            ticks.add(new Chart.Tick(coordinate(x.at(step)), step == 0 ? "start" : String.valueOf(step)));
        }
        return ticks;
    }

    static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
