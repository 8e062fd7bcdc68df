package org.greater4j.app.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.greater4j.app.EvaluationConfig;
import org.greater4j.app.Interruption;
import org.greater4j.app.Methods;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.PromptEvaluation;
import org.greater4j.app.RemoteChoice;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.Blame;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.AtomicFile;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.run.TaskIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Measures the prompts of finished runs on other models, beside the prompts that these runs began with.
 *
 * <p>On the test rows of each run, with its placement and limits. Nothing is chosen there, so it does not matter that the rows were read
 * before. What was measured is kept in the transfer's folder: whatever ended it, starting it again does the rest. A pair that fails by itself
 * is left out and tried again at the next start, and so are pairs with rows that failed, and those of a model of which other weights lie
 * there now; what would fail every pair alike, such as a full disk, ends the transfer. So does a spent budget of calls over the network,
 * with what there is until then. A model is opened once for all its pairs.
 */
public final class Transfer {
    private static final int DEEPEST = 6;

    private final ModelOpener models;
    private final PromptEvaluation evaluation;

    /** @param remote what models over the network may take, all of them together */
    public Transfer(ModelOpener models, RunListener listener, Interruption interruption, RemoteChoice remote) {
        this.models = models;
        this.evaluation = new PromptEvaluation(models, listener, interruption, remote);
    }

    /** What all calls over the network took up to now, in all goes; null if no model needed any. */
    public @Nullable Spending spending() {
        return evaluation.spending();
    }

    /**
     * What a transfer came to.
     *
     * @param table of all that could be measured, and what is missing in it
     * @param failures of the rest
     * @param ended what ended the transfer before its last pair; null if nothing did
     */
    public record Outcome(
            TransferTable table,
            List<GreaterException> failures,
            @Nullable GreaterException ended) {
        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    private record Place(String to, String from, String method, String task) {}

    /** A run's final and initial prompt, in this order, as they are measured on a model. */
    private record Asked(Path run, String target, List<EvaluationConfig> prompts) {
        EvaluationConfig found() {
            return prompts.get(0);
        }

        String key() {
            return MeasuredPairs.key(
                    prompts, TaskIdentity.of(found().task().load()).toString());
        }

        Opening opening() {
            return new Opening(target, found().dtype(), found().device());
        }

        /** What the model's memory grows with. */
        long size() {
            return (long) found().sizes().test() * found().maxNewTokens();
        }
    }

    /** What a model is opened by. */
    private record Opening(String target, String dtype, String device) {}

    private record Measured(Evaluation initial, Evaluation transferred, String run) {}

    /** One go at a transfer. */
    private final class Work {
        private final MeasuredPairs pairs;
        private final Map<Asked, MeasuredPairs.Pair> measured = new HashMap<>();
        private final Map<Asked, GreaterException> failures = new LinkedHashMap<>();
        private final Map<String, Optional<String>> weights = new HashMap<>();
        private @Nullable GreaterException ended;

        Work(Path directory) {
            this.pairs = new MeasuredPairs(directory);
        }

        /** Measures what is not kept, until the budget of calls over the network ends it. */
        void measure(List<Asked> all) {
            @Nullable Spending earlier = pairs.spending();
            if (earlier != null) {
                evaluation.charge(earlier);
            }
            try {
                measureAll(all);
            } catch (GreaterException e) {
                if (e.code() != ErrorCode.BUDGET_SPENT) {
                    throw e;
                }
                ended = e;
                for (Asked asked : all) {
                    if (!measured.containsKey(asked) && !failures.containsKey(asked)) {
                        failures.put(asked, failures.containsValue(e) ? Study.budgetSpentBefore() : e);
                    }
                }
            } finally {
                keepSpending();
            }
        }

        private void keepSpending() {
            @Nullable Spending spending = spending();
            if (spending != null) {
                pairs.keep(spending);
            }
        }

        // a model that can't be found is told where it is opened
        private boolean isOf(MeasuredPairs.Pair kept, String target) {
            Optional<String> now = weights.computeIfAbsent(
                    target, name -> RemoteName.isRemote(name) ? Optional.empty() : models.sha256(name));
            return now.map(kept.model().sha256()::equals).orElse(true);
        }

        private void measureAll(List<Asked> all) {
            Map<Opening, List<Asked>> waiting = new LinkedHashMap<>();
            for (Asked asked : all) {
                attempt(asked, () -> {
                    MeasuredPairs.@Nullable Pair kept = pairs.find(asked.key());
                    if (kept == null || !kept.whole() || !isOf(kept, asked.target())) {
                        waiting.computeIfAbsent(asked.opening(), key -> new ArrayList<>())
                                .add(asked);
                    } else {
                        measured.put(asked, kept);
                    }
                });
            }
            evaluation.requireConsent(waiting.values().stream()
                    .flatMap(List::stream)
                    .map(Asked::prompts)
                    .toList());
            waiting.values().forEach(this::measureOnOne);
        }

        private void measureOnOne(List<Asked> group) {
            Asked largest =
                    group.stream().max(Comparator.comparingLong(Asked::size)).orElseThrow();
            try (PromptEvaluation.Opened model = evaluation.open(largest.found())) {
                group.forEach(asked -> attempt(asked, () -> {
                    List<PromptEvaluation.Result> results = model.measure(asked.prompts());
                    MeasuredPairs.Pair pair = new MeasuredPairs.Pair(
                            results.get(0).model(),
                            results.get(1).evaluation(),
                            results.get(0).evaluation());
                    if (pair.whole()) {
                        pairs.keep(asked.key(), pair);
                    }
                    keepSpending();
                    measured.put(asked, pair);
                }));
            } catch (GreaterException e) {
                // it could not be opened, or a pair has said that no other can be measured either
                passOn(e);
                group.forEach(asked -> failures.put(asked, e));
            }
        }

        private void attempt(Asked asked, Runnable work) {
            try {
                work.run();
            } catch (GreaterException e) {
                passOn(e);
                failures.put(asked, e);
            }
        }

        private static void passOn(GreaterException failure) {
            if (failure.code().blame() == Blame.RESOURCE) {
                throw failure;
            }
        }
    }

    /**
     * Measures all prompts on all models.
     *
     * @param runs finished runs
     * @param targets models by name
     * @param directory where pairs are kept, and the table; new, or of the same transfer
     * @throws GreaterException ({@code INVALID_RUN}) naming every run that is not finished, or a model of which the folder has pairs by other
     *     weights
     */
    public Outcome measure(List<Path> runs, List<String> targets, Path directory) {
        requireFinished(runs);
        List<Asked> all = targets.stream()
                .flatMap(target -> runs.stream().map(run -> asked(run, target)))
                .toList();
        Work work = new Work(directory);
        work.measure(all);
        requireSameWeights(work.measured);
        Map<Place, List<Measured>> places = new LinkedHashMap<>();
        for (Asked asked : all) {
            MeasuredPairs.@Nullable Pair pair = work.measured.get(asked);
            if (pair != null) {
                places.computeIfAbsent(place(asked.run(), pair.model()), key -> new ArrayList<>())
                        .add(new Measured(
                                pair.initial(), pair.transferred(), asked.run().toString()));
            }
        }
        TransferTable table = TransferTable.of(
                places.entrySet().stream()
                        .map(entry -> entry(entry.getKey(), entry.getValue()))
                        .toList(),
                work.failures.entrySet().stream()
                        .map(failure -> failure.getKey().target() + ", "
                                + failure.getKey().run() + ": "
                                + failure.getValue().getMessage())
                        .toList());
        AtomicFile.write(directory.resolve(StudyFiles.NAME + ".md"), table.markdown());
        return new Outcome(table, List.copyOf(work.failures.values()), work.ended);
    }

    private static Place place(Path run, ModelInfo target) {
        Manifest manifest = RunRecord.readManifest(run);
        return new Place(
                target.name(),
                manifest.model().name(),
                RunConfig.of(manifest, run).method(),
                manifest.task().name());
    }

    private static void requireSameWeights(Map<Asked, MeasuredPairs.Pair> measured) {
        Map<String, Set<String>> weights = new TreeMap<>();
        measured.forEach((asked, pair) -> weights.computeIfAbsent(asked.target(), target -> new TreeSet<>())
                .add(pair.model().sha256()));
        List<String> problems = weights.entrySet().stream()
                .filter(target -> target.getValue().size() > 1)
                .map(target -> "expected one file of weights for " + target.getKey() + ", found " + target.getValue()
                        + "; put the old file back, or choose another --out")
                .toList();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_RUN, "transfer", problems);
        }
    }

    /** The prompt that a run found and the one that it began with, on another model. */
    private static Asked asked(Path run, String target) {
        RunResult result = finished(run);
        EvaluationConfig found =
                EvaluationConfig.ofRun(run, result.finalPrompt().text()).withModel(target);
        return new Asked(
                run,
                target,
                List.of(found, found.withPrompt(result.initialPrompt().text(), true)));
    }

    /**
     * The finished runs in some folders: a folder that is a run itself, else all searches below it.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if there is none in one of them
     */
    public static List<Path> runs(List<Path> folders) {
        List<Path> runs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path folder : folders) {
            List<Path> found = RunRecord.isRun(folder) ? List.of(folder) : below(folder);
            if (found.isEmpty()) {
                problems.add("expected a finished run, or a folder with some, found none in " + folder);
            }
            runs.addAll(found);
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_RUN, "transfer", problems);
        }
        return runs.stream().distinct().toList();
    }

    private static List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(RunRecord::isRun)
                    .filter(run -> RunRecord.readResult(run) != null)
                    .filter(run -> Methods.of(RunConfig.ofRun(run).method()).searches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "transfer: expected a folder that can be read at " + folder, e);
        }
    }

    private static void requireFinished(List<Path> runs) {
        List<String> unfinished = runs.stream()
                .filter(run -> RunRecord.readResult(run) == null)
                .map(run -> "expected a finished run, found one without a result in " + run
                        + "; go on with it by `greater resume " + run + "`")
                .toList();
        if (!unfinished.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_RUN, "transfer", unfinished);
        }
    }

    private static RunResult finished(Path run) {
        RunResult result = RunRecord.readResult(run);
        if (result == null) {
            throw new IllegalStateException("run " + run + " was finished a moment ago");
        }
        return result;
    }

    private static TransferTable.Entry entry(Place place, List<Measured> runs) {
        List<Evaluation> initial = runs.stream().map(Measured::initial).toList();
        List<Evaluation> transferred = runs.stream().map(Measured::transferred).toList();
        return new TransferTable.Entry(
                place.to(),
                place.from(),
                place.method(),
                place.task(),
                RunsAccuracy.of(initial),
                RunsAccuracy.of(transferred),
                RunsComparison.ofMeasured(initial, transferred),
                runs.stream().map(Measured::run).toList());
    }
}
