package org.greater4j.app.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.evaluate.Spread;
import org.greater4j.evaluate.TasksComparison;
import org.greater4j.run.FeedbackFigures;
import org.greater4j.run.RemoteFigures;
import org.jspecify.annotations.Nullable;

/** Sums the runs of a study up. */
final class TableBuilder {
    static final String ALL = "all";

    private final StudyPlan plan;
    private final @Nullable String reference;
    private final Map<Place, List<CellResult>> results = new LinkedHashMap<>();
    private final Map<String, StudyCell> tasks = new HashMap<>();

    private record Place(String model, String task, String method) {}

    TableBuilder(StudyPlan plan, List<CellResult> results) {
        this.plan = plan;
        this.reference = plan.reference();
        plan.cells().forEach(cell -> tasks.putIfAbsent(cell.taskName(), cell));
        for (CellResult result : results) {
            StudyCell cell = result.cell();
            this.results
                    .computeIfAbsent(
                            new Place(cell.model(), cell.taskName(), cell.method()), place -> new ArrayList<>())
                    .add(result);
        }
    }

    /** @param failures of the cells without a result */
    StudyTable table(List<Study.Failure> failures) {
        List<StudyTable.Entry> entries = new ArrayList<>();
        List<StudyTable.Mean> means = new ArrayList<>();
        List<StudyTable.Summary> summaries = new ArrayList<>();
        for (String model : plan.models()) {
            for (String task : plan.tasks()) {
                for (String method : plan.methods()) {
                    Place place = new Place(model, task, method);
                    if (results.containsKey(place)) {
                        entries.add(entry(place));
                    }
                }
            }
            means.addAll(means(model));
            summaries.addAll(summaries(model));
        }
        return new StudyTable(
                plan.name(),
                plan.models(),
                plan.tasks(),
                plan.methods(),
                plan.seeds(),
                reference,
                plan.rival(),
                entries,
                means,
                summaries,
                failures.stream()
                        .map(failure ->
                                failure.cell().model() + ", " + failure.cell().describe() + ": "
                                        + failure.failure().getMessage())
                        .toList(),
                List.of());
    }

    private StudyTable.Entry entry(Place place) {
        List<CellResult> runs = runs(place);
        return new StudyTable.Entry(
                place.model(),
                place.task(),
                place.method(),
                RunsAccuracy.of(runs.stream().map(CellResult::test).toList()),
                comparison(place, reference),
                comparison(place, plan.rival()),
                paper(place),
                dev(runs),
                searchTokens(runs),
                runs.stream()
                        .mapToLong(run -> run.result().cost().tokens())
                        .average()
                        .orElse(0),
                runs.stream()
                        .mapToDouble(run -> run.result().seconds())
                        .average()
                        .orElse(0),
                mean(runs, figures -> (double) figures.calls() + figures.answers()),
                mean(
                        runs,
                        figures -> (double) figures.noProposals()
                                / Math.max(1, figures.proposals() + figures.noProposals())),
                money(runs),
                remote(runs).map(RemoteFigures::currency).findFirst().orElse(null),
                runs.stream().map(TableBuilder::run).toList());
    }

    private static @Nullable Double dev(List<CellResult> runs) {
        List<Double> accuracies = runs.stream()
                .map(CellResult::result)
                .flatMap(result -> result.finalists().stream()
                        .filter(finalist -> finalist.prompt().equals(result.finalPrompt()))
                        .limit(1))
                .map(finalist -> finalist.dev().accuracy())
                .toList();
        return accuracies.isEmpty()
                ? null
                : (Double) accuracies.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow();
    }

    private static @Nullable Double searchTokens(List<CellResult> runs) {
        long sum = 0;
        for (CellResult run : runs) {
            @Nullable Cost cost = run.result().searchCost();
            if (cost == null) {
                return null;
            }
            sum += cost.tokens();
        }
        return (double) sum / runs.size();
    }

    private static @Nullable Double mean(List<CellResult> runs, ToDoubleFunction<FeedbackFigures> figure) {
        List<FeedbackFigures> all = runs.stream()
                .map(run -> run.result().feedback())
                .flatMap(Stream::ofNullable)
                .toList();
        return all.isEmpty() ? null : all.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static Stream<RemoteFigures> remote(List<CellResult> runs) {
        return runs.stream()
                .map(run -> run.result().feedback())
                .flatMap(Stream::ofNullable)
                .map(FeedbackFigures::remote)
                .flatMap(Stream::ofNullable);
    }

    private static @Nullable Double money(List<CellResult> runs) {
        double sum = 0;
        int count = 0;
        for (RemoteFigures figures : remote(runs).toList()) {
            if (figures.money() == null || figures.moneyAtMostLost() == null) {
                return null;
            }
            sum += figures.money() + figures.moneyAtMostLost();
            count++;
        }
        return count == 0 ? null : (Double) (sum / count);
    }

    private static StudyTable.Run run(CellResult result) {
        return new StudyTable.Run(
                result.cell().seed(),
                result.cell().path().toString(),
                result.test().accuracy(),
                result.test().rows(),
                result.result().initialPrompt().text(),
                result.result().finalPrompt().text(),
                result.result().cost().tokens(),
                result.result().seconds());
    }

    private @Nullable RunsComparison comparison(Place place, @Nullable String with) {
        if (with == null || place.method().equals(with)) {
            return null;
        }
        Map<Long, Evaluation> initial = bySeed(new Place(place.model(), place.task(), with));
        List<Evaluation> before = new ArrayList<>();
        List<Evaluation> after = new ArrayList<>();
        bySeed(place).forEach((seed, evaluation) -> {
            Evaluation other = initial.get(seed);
            if (other != null) {
                before.add(other);
                after.add(evaluation);
            }
        });
        return RunsComparison.ofMeasured(before, after);
    }

    /** The tasks that every method finished. */
    private List<String> whole(String model) {
        return plan.tasks().stream()
                .filter(task -> plan.methods().stream().allMatch(method -> complete(new Place(model, task, method))))
                .toList();
    }

    private List<StudyTable.Summary> summaries(String model) {
        List<StudyTable.Summary> summaries = new ArrayList<>();
        for (String dataSet : Stream.concat(PaperFigures.TASKS.stream(), Stream.of(PaperFigures.OTHER))
                .toList()) {
            List<String> all = plan.tasks().stream()
                    .filter(task -> PaperFigures.dataSet(sourceName(task)).equals(dataSet))
                    .toList();
            List<String> whole = all.stream().filter(whole(model)::contains).toList();
            for (String method : plan.methods()) {
                // one task needs no other methods to be a mean over the same tasks
                if (all.size() == 1 && complete(new Place(model, all.get(0), method))) {
                    summaries.add(summary(model, dataSet, all, method));
                } else if (!whole.isEmpty()) {
                    summaries.add(summary(model, dataSet, whole, method));
                }
            }
        }
        return summaries;
    }

    private StudyTable.Summary summary(String model, String dataSet, List<String> members, String method) {
        double[] perSeed = perSeed(model, members, method);
        Place first = new Place(model, members.get(0), method);
        boolean ofThePaper = !dataSet.equals(PaperFigures.BBH) || PaperFigures.isBbhOfThePaper(sources(members));
        return new StudyTable.Summary(
                model,
                dataSet,
                members.size(),
                method,
                Spread.mean(perSeed),
                Spread.of(perSeed),
                ofThePaper ? PaperFigures.of(modelName(first), dataSet, methodLabel(first)) : null);
    }

    private Set<String> sources(List<String> members) {
        return members.stream().map(this::sourceName).collect(Collectors.toSet());
    }

    /** Mean accuracy over some tasks, by seed. */
    private double[] perSeed(String model, List<String> members, String method) {
        return plan.seeds().stream()
                .mapToDouble(seed -> members.stream()
                        .mapToDouble(task -> Objects.requireNonNull(
                                        bySeed(new Place(model, task, method)).get(seed))
                                .accuracy())
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private List<StudyTable.Mean> means(String model) {
        List<String> whole = whole(model);
        List<String> bbh = whole.stream()
                .filter(task -> sourceName(task).startsWith("bbh/"))
                .toList();
        List<StudyTable.Mean> means = new ArrayList<>();
        if (bbh.size() > 1 && bbh.size() < whole.size()) {
            plan.methods().forEach(method -> means.add(mean(model, PaperFigures.BBH, bbh, method)));
        }
        if (whole.size() > 1) {
            String group = bbh.size() == whole.size() ? PaperFigures.BBH : ALL;
            plan.methods().forEach(method -> means.add(mean(model, group, whole, method)));
        }
        return means;
    }

    private boolean complete(Place place) {
        return results.containsKey(place)
                && bySeed(place).size() == plan.seeds().size();
    }

    private StudyTable.Mean mean(String model, String group, List<String> members, String method) {
        double[] perSeed = perSeed(model, members, method);
        boolean likeThePaper = group.equals(PaperFigures.BBH) && PaperFigures.isBbhOfThePaper(sources(members));
        return new StudyTable.Mean(
                model,
                group,
                members.size(),
                method,
                Spread.mean(perSeed),
                Spread.of(perSeed),
                comparison(model, members, method, reference),
                comparison(model, members, method, plan.rival()),
                likeThePaper
                        ? PaperFigures.of(
                                modelName(new Place(model, members.get(0), method)),
                                group,
                                methodLabel(new Place(model, members.get(0), method)))
                        : null);
    }

    private @Nullable TasksComparison comparison(
            String model, List<String> members, String method, @Nullable String with) {
        List<RunsComparison> comparisons = members.stream()
                .map(task -> comparison(new Place(model, task, method), with))
                .flatMap(Stream::ofNullable)
                .toList();
        return comparisons.isEmpty() ? null : TasksComparison.of(comparisons);
    }

    private @Nullable Double paper(Place place) {
        return PaperFigures.of(modelName(place), sourceName(place.task()), methodLabel(place));
    }

    private String modelName(Place place) {
        return runs(place).get(0).model().name();
    }

    private String methodLabel(Place place) {
        return runs(place).get(0).cell().config().method();
    }

    /** What a task's name in the table stands for. */
    private String sourceName(String task) {
        return Objects.requireNonNull(tasks.get(task)).config().task().name();
    }

    private List<CellResult> runs(Place place) {
        return Objects.requireNonNull(results.get(place));
    }

    private Map<Long, Evaluation> bySeed(Place place) {
        Map<Long, Evaluation> bySeed = new LinkedHashMap<>();
        results.getOrDefault(place, List.of())
                .forEach(result -> bySeed.put(result.cell().seed(), result.test()));
        return bySeed;
    }
}
