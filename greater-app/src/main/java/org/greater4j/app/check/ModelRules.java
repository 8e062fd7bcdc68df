package org.greater4j.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.greater4j.app.Finding;
import org.greater4j.app.Interruption;
import org.greater4j.app.Methods;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.error.ErrorCode;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Prompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;

/** What the model itself says about a run: whether its prompts have the recorded ids, and its best one the recorded losses. */
final class ModelRules {
    private static final double LOSS_TOLERANCE = 1e-4;
    /** bfloat16 has three digits, and what is computed beside what rounds anew. */
    private static final double REDUCED_LOSS_TOLERANCE = 5e-2;

    private final ModelOpener models;
    private final Interruption interruption;

    ModelRules(ModelOpener models, Interruption interruption) {
        this.models = models;
        this.interruption = interruption;
    }

    List<Finding> check(RunRecord record, RunHistory history, RunConfig config) {
        if (record.manifest().model().isRemote()) {
            return List.of(Finding.skipped(
                    "model", "reached over the network, so there are neither weights nor token ids to look at"));
        }
        if (Methods.of(config.method()).usesFeedback()) {
            return List.of(Finding.skipped(
                    "model",
                    config.method() + " scores prompts by right answers, and `check` asks no questions again"));
        }
        Split examples = history.examples();
        if (examples == null || history.initial() == null) {
            return List.of(Finding.skipped(
                    "model",
                    "the run has not scored its first prompt yet, or is of a version that"
                            + " does not record its examples"));
        }
        try (GradientModel model = models.reopen(config, record.manifest())) {
            String expected = record.manifest().model().sha256();
            if (!model.info().sha256().equals(expected)) {
                return List.of(Finding.failed(
                        "model",
                        ErrorCode.RUN_CHANGED,
                        "expected the file of the run, sha256 " + expected + ", found "
                                + model.info().sha256(),
                        "put the old one back, or leave this out by --no-model"));
            }
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok("model", "the file of the run, sha256 " + expected));
            Framing framing = config.framing(model);
            List<Frame> frames =
                    framing.frames(examples.train(), record.manifest().task().extractor());
            RunResult result = record.result();
            RecordedPrompt initial = history.initial().scored().prompt();
            RecordedPrompt last = result == null ? initial : result.finalPrompt();
            findings.add(ids(framing, frames, examples, initial, last));
            findings.add(losses(model, config, frames, told(history, last)));
            return findings;
        }
    }

    private static Finding ids(
            Framing framing, List<Frame> frames, Split examples, RecordedPrompt initial, RecordedPrompt last) {
        List<String> problems = new ArrayList<>();
        BiConsumer<String, RecordedPrompt> check = (what, recorded) -> {
            if (!framing.roundTrips(recorded.toPrompt(), examples.train(), frames)) {
                problems.add(
                        "the text of the " + what + " prompt does not encode to its ids in every training question");
            }
        };
        check.accept("initial", initial);
        check.accept("final", last);
        return problems.isEmpty()
                ? Finding.ok("ids", "the prompts' texts encode to their ids in all training questions")
                : Finding.failed(
                        "ids", ErrorCode.INVALID_RUN, String.join("; ", problems), "restore the record from a copy");
    }

    private Finding losses(
            GradientModel model, RunConfig config, List<Frame> frames, RunHistory.@Nullable Assessed recorded) {
        if (recorded == null) {
            return Finding.failed(
                    "losses",
                    ErrorCode.INVALID_RUN,
                    "no event tells of the final prompt on all training examples",
                    "restore events.jsonl from a copy");
        }
        SessionSettings settings = config.session(model.tokenizer());
        Prompt prompt = recorded.scored().prompt().toPrompt();
        Assessment found;
        try (ReasoningSession session = model.open(frames, settings)) {
            session.listen((phase, done, total) -> interruption.check());
            found = session.assess(List.of(prompt), Cutoff.none()).get(0);
        }
        double tolerance = model.info().dtype().equals("float32") ? LOSS_TOLERANCE : REDUCED_LOSS_TOLERANCE;
        RunHistory.Score then = recorded.scored();
        double answerLoss = Objects.requireNonNullElse(then.answerLoss(), Double.NaN);
        double deviation =
                Math.max(relative(found.fluencyLoss(), then.fluencyLoss()), relative(found.answerLoss(), answerLoss));
        String figures = String.format(
                Locale.ROOT,
                "of the final prompt on %d training examples: %d mistakes then, %d now; losses within %.1e (tolerance %.0e)",
                frames.size(),
                then.mistakes(),
                found.mistakes(),
                deviation,
                tolerance);
        return deviation <= tolerance && found.mistakes() == then.mistakes()
                ? Finding.ok("losses", figures)
                : Finding.failed(
                        "losses",
                        ErrorCode.EXPECTATION_NOT_MET,
                        figures,
                        "another machine, number of threads or version rounds otherwise; on the same ones, restore the"
                                + " record from a copy");
    }

    private static double relative(double found, double expected) {
        double difference = Math.abs(found - expected) / Math.max(1e-3, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static RunHistory.@Nullable Assessed told(RunHistory history, RecordedPrompt prompt) {
        return Stream.of(
                        Stream.ofNullable(history.initial()),
                        history.steps().stream()
                                .flatMap(step -> step.trials().stream())
                                .map(RunHistory.Trial::assessed),
                        history.revisited().stream())
                .flatMap(all -> all)
                .filter(one -> one.complete() && one.scored().prompt().equals(prompt))
                .findFirst()
                .orElse(null);
    }
}
