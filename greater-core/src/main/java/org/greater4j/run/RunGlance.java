package org.greater4j.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.greater4j.evaluate.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a list of runs shows of one: read from its small files alone, never from its events, so that a thousand runs are quick to list.
 *
 * @param started when it was begun
 * @param seed of its draws
 * @param model name of its model
 * @param task name of its task
 * @param method that it uses; null in runs of the first version
 * @param steps done so far
 * @param plannedSteps most steps that it may do; null if it is not told
 * @param scores best training score among the prompts of step 0, 1, 2, …; lower is better; empty before the first checkpoint
 * @param prompt the result's text, else that of the prompt with the best training score so far; null before the first checkpoint
 * @param test figures on the test examples; null if there are none
 * @param finished whether it came to a result
 * @param spent what it took in all; null while it goes on
 * @param branchedFrom where its initial prompt came from; null if it stands alone
 */
public record RunGlance(
        Instant started,
        long seed,
        String model,
        String task,
        @Nullable String method,
        int steps,
        @Nullable Integer plannedSteps,
        List<Double> scores,
        @Nullable String prompt,
        @Nullable Test test,
        boolean finished,
        RunHistory.@Nullable Spent spent,
        Manifest.@Nullable Branch branchedFrom) {
    public RunGlance {
        scores = List.copyOf(scores);
    }

    /**
     * Held-out figures.
     *
     * @param before share of right answers with the initial prompt
     * @param after with the final one
     */
    public record Test(double before, double after, Verdict verdict) {}

    private record Named(String name) {}

    private record SearchSettings(@Nullable Integer steps) {}

    private record Told(@Nullable String method, @Nullable SearchSettings search) {}

    private record Begun(
            Instant started,
            long seed,
            Named model,
            Named task,
            Told settings,
            Manifest.@Nullable Branch branchedFrom) {}

    private record Text(String text) {}

    private record Scored(Text prompt, double score, int step) {}

    private record SearchState(int step, List<Scored> history) {}

    private record Saved(@Nullable SearchState state) {}

    private record Accuracy(double accuracy) {}

    private record Verdicts(Verdict verdict) {}

    private record Tested(Accuracy before, Accuracy after, Verdicts comparison) {}

    private record Ended(
            Text finalPrompt, int steps, @Nullable Tested test, RunHistory.Tokens cost, double seconds) {}

    /**
     * Glances at a run.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if one of its small files is missing or damaged
     */
    public static RunGlance of(Path directory) {
        RunFiles files = new RunFiles(directory);
        files.requireRun();
        Begun begun =
                Json.read(RunFiles.bytes(files.manifestFile()), Begun.class, "run manifest", files.manifestFile());
        @Nullable
        Ended ended = Files.exists(files.resultFile())
                ? Json.read(RunFiles.bytes(files.resultFile()), Ended.class, "run result", files.resultFile())
                : null;
        @Nullable
        SearchState state = files.checkpoint(Saved.class).map(Saved::state).orElse(null);
        SearchSettings search = begun.settings().search();
        Tested tested = ended == null ? null : ended.test();
        return new RunGlance(
                begun.started(),
                begun.seed(),
                begun.model().name(),
                begun.task().name(),
                begun.settings().method(),
                ended != null ? ended.steps() : state == null ? 0 : state.step(),
                search == null ? null : search.steps(),
                state == null ? List.of() : scores(state),
                ended != null ? ended.finalPrompt().text() : state == null ? null : best(state),
                tested == null
                        ? null
                        : new Test(
                                tested.before().accuracy(),
                                tested.after().accuracy(),
                                tested.comparison().verdict()),
                ended != null,
                ended == null ? null : new RunHistory.Spent(ended.cost(), ended.seconds()),
                begun.branchedFrom());
    }

    private static List<Double> scores(SearchState state) {
        double[] lowest = new double[state.step() + 1];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        for (Scored scored : state.history()) {
            if (scored.step() >= 0 && scored.step() < lowest.length) {
                lowest[scored.step()] = Math.min(lowest[scored.step()], scored.score());
            }
        }
        return Arrays.stream(lowest).filter(Double::isFinite).boxed().toList();
    }

    private static @Nullable String best(SearchState state) {
        return state.history().stream()
                .min(Comparator.comparingDouble(Scored::score))
                .map(scored -> scored.prompt().text())
                .orElse(null);
    }

    /** When the files of a glance changed last and how large they are; equal numbers mean that another glance shows the same. */
    public static long stamp(Path directory) {
        RunFiles files = new RunFiles(directory);
        long stamp = 17;
        for (Path file : List.of(files.manifestFile(), files.checkpointFile(), files.resultFile())) {
            stamp = 31 * stamp + time(file);
            stamp = 31 * stamp + size(file);
        }
        return stamp;
    }

    static long size(Path file) {
        return file.toFile().length();
    }

    // 0 where there is none; java.io.File asks the system once and throws nothing
    private static long time(Path file) {
        return file.toFile().lastModified();
    }
}
