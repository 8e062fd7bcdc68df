package org.greater4j.app.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.greater4j.app.Conditions;
import org.greater4j.app.Interruption;
import org.greater4j.app.Method;
import org.greater4j.app.Methods;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.Optimization;
import org.greater4j.app.Progress;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.Blame;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Works off the cells of a grid, each an ordinary run in a directory of its own.
 *
 * <p>There is no state besides these directories: whatever ended a study, starting it again skips the finished cells, goes on with the one
 * that was under way, and does the others. A cell that fails by itself is left out and tried again at the next start; what would fail every
 * cell alike, such as a full disk, ends the study. So does a spent budget of calls over the network, with what there is until then.
 */
public final class Study {
    private final ModelOpener models;
    private final StudyListener listener;
    private final Interruption interruption;
    private final boolean acceptsChanges;

    public Study(ModelOpener models, StudyListener listener, Interruption interruption) {
        this(models, listener, interruption, false);
    }

    private Study(ModelOpener models, StudyListener listener, Interruption interruption, boolean acceptsChanges) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
        this.acceptsChanges = acceptsChanges;
    }

    /** The same, but cells go on as {@link Optimization#acceptingChanges} lets them. */
    public Study acceptingChanges() {
        return new Study(models, listener, interruption, true);
    }

    /**
     * A cell that could not be finished.
     *
     * @param cell its place in the grid
     * @param failure why
     */
    public record Failure(StudyCell cell, GreaterException failure) {}

    /**
     * What a study came to.
     *
     * @param results of the finished cells, in the plan's order
     * @param failures of the others
     * @param differences between the programs, threads and libraries that the finished cells were run with, one a line
     * @param spending of all cells over the network, those that were finished before among them; null if no cell asks any model there
     * @param ended what ended the study before its last cell; null if nothing did
     */
    public record Outcome(
            List<CellResult> results,
            List<Failure> failures,
            List<String> differences,
            @Nullable Spending spending,
            @Nullable GreaterException ended) {
        public Outcome {
            results = List.copyOf(results);
            failures = List.copyOf(failures);
            differences = List.copyOf(differences);
        }

        /** Of cells that were run alike. */
        public Outcome(List<CellResult> results, List<Failure> failures) {
            this(results, failures, List.of(), null, null);
        }
    }

    /**
     * Does what is left to do of a plan.
     *
     * @param directory of the study; its cells lie below it
     * @throws GreaterException ({@code INVALID_OPTION}) if the plan is not sound, ({@code INVALID_RUN}) if there are cells that were run with
     *     other settings, rows or weights, naming all of them
     */
    public Outcome run(StudyPlan plan, Path directory) {
        List<String> problems = plan.problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "study " + plan.name(), problems);
        }
        List<String> changed = new ArrayList<>();
        for (StudyCell cell : plan.cells()) {
            changed.addAll(changes(cell, directory.resolve(cell.path())));
        }
        if (!changed.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_RUN,
                    "study " + directory + ": expected cells as they were begun",
                    withAdvice(changed));
        }
        StudyEstimate estimate = new StudyEstimate();
        List<StudyCell> unfinished = new ArrayList<>();
        StudyConditions before = new StudyConditions();
        for (StudyCell cell : plan.cells()) {
            Path path = directory.resolve(cell.path());
            @Nullable RunResult result = result(path);
            if (result == null) {
                unfinished.add(cell);
            } else {
                estimate.finished(cell, result.seconds());
                before.add(cell.path(), Conditions.of(RunRecord.readManifest(path), List.of()));
            }
        }
        listener.planned(plan, plan.cells().size() - unfinished.size());
        if (!unfinished.isEmpty()) {
            before.add("what is left", Conditions.ofProgram());
            listener.conditionsDiffer(before.differences());
        }
        Work work = work(plan, unfinished, directory, estimate);
        List<Failure> failures = work.failures();
        List<CellResult> results = new ArrayList<>();
        StudyConditions conditions = new StudyConditions();
        for (StudyCell cell : plan.cells()) {
            if (failures.stream().noneMatch(failure -> failure.cell().equals(cell))) {
                RunRecord record = RunRecord.read(directory.resolve(cell.path()));
                results.add(CellResult.of(cell, record));
                conditions.add(cell.path(), Conditions.of(record.manifest(), record.events()));
                conditions.changed(cell.path(), Conditions.accepted(record.events()));
            }
        }
        requireSameWeights(results);
        List<String> differences = conditions.differences();
        listener.conditionsDiffer(differences);
        return new Outcome(results, failures, differences, work.spending(), work.ended());
    }

    private record Work(
            List<Failure> failures,
            @Nullable Spending spending,
            @Nullable GreaterException ended) {}

    private Work work(StudyPlan plan, List<StudyCell> unfinished, Path directory, StudyEstimate estimate) {
        List<Failure> failures = new ArrayList<>();
        try (SharedModel model = new SharedModel(models, listener)) {
            RemoteCells.of(unfinished).requireConsent(model, listener);
            RemoteCells all = RemoteCells.of(plan.cells());
            all.charge(model, directory);
            @Nullable GreaterException ended = null;
            for (int at = 0; at < unfinished.size() && ended == null; at++) {
                StudyCell cell = unfinished.get(at);
                int number = plan.cells().indexOf(cell) + 1;
                List<StudyCell> left = unfinished.subList(at + 1, unfinished.size());
                interruption.check();
                try {
                    RunResult result =
                            work(cell, number, directory.resolve(cell.path()), model, () -> estimate.of(left));
                    estimate.finished(cell, result.seconds());
                    listener.cellFinished(cell, number, result, estimate.of(left));
                } catch (GreaterException e) {
                    if (e.code() == ErrorCode.BUDGET_SPENT) {
                        ended = e;
                        failures.add(new Failure(cell, e));
                        left.forEach(other -> failures.add(new Failure(other, budgetSpentBefore())));
                        continue;
                    }
                    if (e.code().blame() == Blame.RESOURCE) {
                        throw e;
                    }
                    failures.add(new Failure(cell, e));
                    listener.cellFailed(cell, number, e);
                }
            }
            return new Work(failures, all.cells().isEmpty() ? null : model.spending(), ended);
        }
    }

    static GreaterException budgetSpentBefore() {
        return new GreaterException(
                ErrorCode.BUDGET_SPENT, "left out, since the budget of calls over the network was spent before");
    }

    /** @param secondsLeft for all later cells; negative while unknown */
    private RunResult work(StudyCell cell, int number, Path path, SharedModel model, DoubleSupplier secondsLeft) {
        boolean resumed = RunRecord.isRun(path);
        listener.cellStarted(cell, number, resumed);
        RunListener progress = new RunListener() {
            @Override
            public void progressed(Progress advanced) {
                double others = secondsLeft.getAsDouble();
                boolean known = others >= 0 && advanced.secondsLeft() >= 0;
                listener.progressed(cell, number, advanced, known ? others + advanced.secondsLeft() : -1);
            }
        };
        Optimization optimization = new Optimization(model, progress, interruption);
        if (resumed) {
            Optimization resuming =
                    optimization.withLimits(then -> cell.config().feedback().remote());
            return (acceptsChanges ? resuming.acceptingChanges() : resuming).resume(path, cell.task());
        }
        return RemoteName.isRemote(cell.config().model())
                ? optimization.run(cell.config(), cell.task(), path)
                : optimization.run(cell.config(), cell.task(), model.open(cell.config()), path);
    }

    // without the events: reading those of all cells would take long
    private static @Nullable RunResult result(Path path) {
        return RunRecord.isRun(path) ? RunRecord.readResult(path) : null;
    }

    /** What a cell's run was begun with and would not be now, one a line. */
    private List<String> changes(StudyCell cell, Path path) {
        if (!RunRecord.isRun(path)) {
            return List.of();
        }
        Manifest manifest = RunRecord.readManifest(path);
        Method method = Methods.of(cell.config().method());
        RunConfig now = method.heeded(method.configure(cell.config()));
        List<String> changes = now.differencesFrom(method.heeded(RunConfig.of(manifest, path))).stream()
                .map(difference -> path + ": " + difference)
                .toList();
        if (changes.isEmpty()) {
            try {
                if (acceptsChanges) {
                    Optimization.requireSameIds(path, manifest, cell.split());
                } else {
                    Optimization.requireSameRows(path, manifest, cell.task(), cell.split());
                }
            } catch (GreaterException e) {
                return List.of(String.valueOf(e.getMessage()));
            }
        }
        return changes;
    }

    private static List<String> withAdvice(List<String> changes) {
        List<String> lines = new ArrayList<>(changes);
        int last = lines.size() - 1;
        lines.set(last, lines.get(last) + "\nput the old settings back, choose another --out, or remove the folders");
        return lines;
    }

    private static void requireSameWeights(List<CellResult> results) {
        Map<String, CellResult> first = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (CellResult result : results) {
            ModelInfo model = result.model();
            CellResult earlier = first.putIfAbsent(result.cell().model(), result);
            if (earlier != null && !earlier.model().sha256().equals(model.sha256())) {
                problems.add(result.cell().path() + " has " + model.sha256() + ", "
                        + earlier.cell().path() + " " + earlier.model().sha256());
            }
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_RUN, "study: expected one file of weights per model, found several", problems);
        }
    }
}
