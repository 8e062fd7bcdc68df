package org.greater4j.app.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.greater4j.app.EvaluationConfig;
import org.greater4j.app.Interruption;
import org.greater4j.app.Methods;
import org.greater4j.app.Models;
import org.greater4j.app.PromptEvaluation;
import org.greater4j.app.RemoteChoice;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.RunsAccuracy;
import org.greater4j.evaluate.RunsComparison;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Measures the prompts of finished runs on other models, beside the prompts that these runs began with.
 *
 * <p>On the test rows of each run, with its placement and limits. Nothing is chosen there, so it does not matter that the rows were read
 * before.
 */
public final class Transfer {
    private static final int DEEPEST = 6;

    private final PromptEvaluation evaluation;

    /** @param remote what models over the network may take, all of them together */
    public Transfer(Models models, RunListener listener, Interruption interruption, RemoteChoice remote) {
        this.evaluation = new PromptEvaluation(models, listener, interruption, remote);
    }

    /** What all calls over the network took up to now; null if no model needed any. */
    public @Nullable Spending spending() {
        return evaluation.spending();
    }

    private record Place(String to, String from, String method, String task) {}

    /** A run's final and initial prompt, in this order, as they are measured. */
    private record Asked(Path run, List<EvaluationConfig> prompts) {}

    private record Measured(Evaluation initial, Evaluation transferred, String run) {}

    /**
     * Measures all prompts on all models.
     *
     * @param runs finished runs
     * @param targets models by name
     * @throws GreaterException ({@code INVALID_RUN}) naming every run that is not finished
     */
    public TransferTable measure(List<Path> runs, List<String> targets) {
        requireFinished(runs);
        List<Asked> all = targets.stream()
                .flatMap(target -> runs.stream().map(run -> asked(run, target)))
                .toList();
        evaluation.requireConsent(all.stream().map(Asked::prompts).toList());
        Map<Place, List<Measured>> measured = new LinkedHashMap<>();
        for (Asked asked : all) {
            PromptEvaluation.Pair pair = evaluation.compare(
                    asked.prompts().get(0), asked.prompts().get(1).prompt(), true);
            Manifest manifest = RunRecord.readManifest(asked.run());
            Place place = new Place(
                    pair.result().model().name(),
                    manifest.model().name(),
                    RunConfig.of(manifest, asked.run()).method(),
                    manifest.task().name());
            measured.computeIfAbsent(place, key -> new ArrayList<>())
                    .add(new Measured(
                            pair.against().evaluation(),
                            pair.result().evaluation(),
                            asked.run().toString()));
        }
        return new TransferTable(measured.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** The prompt that a run found and the one that it began with, on another model. */
    private static Asked asked(Path run, String target) {
        RunResult result = finished(run);
        EvaluationConfig found =
                EvaluationConfig.ofRun(run, result.finalPrompt().text()).withModel(target);
        return new Asked(
                run, List.of(found, found.withPrompt(result.initialPrompt().text(), true)));
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
