package org.greater4j.web.pages;

import java.util.List;
import org.greater4j.app.NamedTask;
import org.greater4j.app.launch.RunEstimate;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The form for a new run.
 *
 * @param form as it is filled in
 * @param problems with it, one a line; empty before it is sent
 * @param models names of those that are on this machine or in the catalogue
 * @param tasks those that have a name
 * @param methods names of the methods
 * @param answerFormats how the answers of a file may be read
 * @param estimate what the run will take; null if that is not known
 * @param branch the run and step that the prompt came from, in words; null for a run that stands alone
 */
public record NewRunPage(
        RunForm form,
        List<String> problems,
        List<Choice> models,
        List<NamedTask> tasks,
        List<Choice> methods,
        List<Choice> answerFormats,
        @Nullable Estimate estimate,
        @Nullable String branch) {
    public NewRunPage {
        problems = List.copyOf(problems);
        models = List.copyOf(models);
        tasks = List.copyOf(tasks);
        methods = List.copyOf(methods);
        answerFormats = List.copyOf(answerFormats);
    }

    /** Something to choose, and what it is. */
    public record Choice(String name, String description) {}

    /** An estimate in words. */
    public record Estimate(String time, String memory, String tokens, boolean fits) {
        /** Says what an estimate says. */
        public static Estimate of(RunEstimate estimate) {
            Double seconds = estimate.seconds();
            Long tokens = estimate.tokens();
            Long memory = estimate.memoryBytes();
            return new Estimate(
                    seconds == null
                            ? tokens == null
                                    ? "as the method decides; set a limit"
                                    : "not known before a first run with this model has ended here"
                            : "at most about " + Wording.duration(seconds) + ", as fast as earlier runs here",
                    memory == null
                            ? "not known before the model is on this machine"
                            : "about " + gigabytes(memory) + " of " + gigabytes(estimate.availableBytes()) + " free",
                    tokens == null ? "as the method decides; set a limit" : "at most about " + thousands(tokens),
                    estimate.fits());
        }

        private static String gigabytes(long bytes) {
            return Wording.format("%.1f GB", bytes / 1e9);
        }

        private static String thousands(long tokens) {
            return tokens < 1_000_000
                    ? Wording.format("%,d thousand", Math.max(1, Math.round(tokens / 1e3)))
                    : Wording.format("%.1f million", tokens / 1e6);
        }
    }
}
