package org.greater4j.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.greater4j.app.Conditions;
import org.greater4j.app.Finding;
import org.greater4j.app.Interruption;
import org.greater4j.app.Methods;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.SessionSettings;
import org.greater4j.error.ErrorCode;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Prompt;
import org.greater4j.run.Readability;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunEvent;
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
    /**
     * Of losses that hang on reasoning, in bfloat16: where two tokens are about as likely, a prompt that is assessed alone may reason
     * otherwise than it did among the trials of its step.
     */
    private static final double REDUCED_REASONING_TOLERANCE = 5e-1;

    private static final String LOSSES = "losses";
    private static final String RESTORE_RESULT = "restore result.json from a copy";

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
        boolean feedback = Methods.of(config.method()).usesFeedback();
        RunResult result = record.result();
        Split examples = history.examples();
        @Nullable RecordedPrompt initial = initial(history, result);
        if (examples == null || initial == null) {
            return List.of(Finding.skipped(
                    "model",
                    feedback
                            ? "a search in words tells its prompts' ids when it is finished"
                            : "the run has not scored its first prompt yet, or is of a version that"
                                    + " does not record its examples"));
        }
        try (GradientModel model = models.reopen(config, Conditions.workedOnLast(record.manifest(), record.events()))) {
            Conditions last = Conditions.of(record.manifest(), record.events());
            if (!last.isModelFile(model.info().sha256())) {
                return List.of(Finding.failed(
                        "model",
                        ErrorCode.RUN_CHANGED,
                        "expected the file of the run, " + last.modelFile() + ", found sha256 "
                                + model.info().sha256(),
                        "put the old one back, or leave this out by --no-model"));
            }
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok("model", "the file of the run, " + last.modelFile()));
            Framing framing = config.framing(model);
            List<Frame> frames =
                    framing.frames(examples.train(), record.manifest().task().extractor());
            RecordedPrompt chosen = result == null ? initial : result.finalPrompt();
            findings.add(ids(framing, frames, examples, initial, chosen));
            if (feedback) {
                findings.add(Finding.skipped(
                        LOSSES,
                        config.method() + " scores prompts by right answers, and `check` asks no questions again"));
                findings.add(readability(model, config, frames, Objects.requireNonNull(result)));
            } else {
                findings.add(losses(model, config, frames, record, chosen));
            }
            return findings;
        }
    }

    private static @Nullable RecordedPrompt initial(RunHistory history, @Nullable RunResult result) {
        RunHistory.Assessed scored = history.initial();
        return scored != null ? scored.scored().prompt() : result == null ? null : result.initialPrompt();
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
            GradientModel model, RunConfig config, List<Frame> frames, RunRecord record, RecordedPrompt chosen) {
        RunHistory.@Nullable Assessed recorded =
                RunHistory.of(record.events()).complete(chosen).orElse(null);
        if (recorded == null) {
            return Finding.failed(
                    LOSSES,
                    ErrorCode.INVALID_RUN,
                    "no event tells of the final prompt on all training examples",
                    "restore events.jsonl from a copy");
        }
        int changed = lastChangeOfModel(record.events());
        if (changed > 0
                && RunHistory.of(record.events().subList(0, changed))
                        .complete(chosen)
                        .isPresent()) {
            return Finding.skipped(
                    LOSSES,
                    "the final prompt was scored by another model file than the run ended with, as was accepted");
        }
        SessionSettings settings = config.session(model.tokenizer());
        Prompt prompt = recorded.scored().prompt().toPrompt();
        Assessment found;
        try (ReasoningSession session = model.open(frames, settings)) {
            session.listen((phase, done, total) -> interruption.check());
            found = session.assess(List.of(prompt), Cutoff.none()).get(0);
        }
        return losses(model, recorded.scored(), found, frames.size());
    }

    private static Finding losses(GradientModel model, RunHistory.Score then, Assessment found, int examples) {
        boolean exact = isFloat32(model);
        double fluency = relative(found.fluencyLoss(), then.fluencyLoss());
        double answers = relative(found.answerLoss(), Objects.requireNonNullElse(then.answerLoss(), Double.NaN));
        double fluencyTolerance = tolerance(model);
        double answerTolerance = exact ? LOSS_TOLERANCE : REDUCED_REASONING_TOLERANCE;
        String figures = String.format(
                Locale.ROOT,
                "of the final prompt on %d training examples: fluency loss within %.1e (tolerance %.0e), answer loss within %.1e"
                        + " (tolerance %.0e), %d mistakes then, %d now%s",
                examples,
                fluency,
                fluencyTolerance,
                answers,
                answerTolerance,
                then.mistakes(),
                found.mistakes(),
                exact ? "" : "; in " + model.info().dtype() + " reasoning may part at near ties, so these may differ");
        boolean same = fluency <= fluencyTolerance
                && answers <= answerTolerance
                && (!exact || found.mistakes() == then.mistakes());
        return same
                ? Finding.ok(LOSSES, figures)
                : Finding.failed(
                        LOSSES,
                        ErrorCode.EXPECTATION_NOT_MET,
                        figures,
                        "another machine, number of threads or version rounds otherwise; on the same ones, restore the"
                                + " record from a copy");
    }

    private static double relative(double found, double expected) {
        double difference = Math.abs(found - expected) / Math.max(1e-3, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    // what readers see of a prompt that no event scores
    private Finding readability(GradientModel model, RunConfig config, List<Frame> frames, RunResult result) {
        Readability then = result.readability();
        if (then == null) {
            return Finding.failed(
                    "readability", ErrorCode.INVALID_RUN, "expected that of both prompts, found none", RESTORE_RESULT);
        }
        List<Assessment> found;
        try (ReasoningSession session = model.open(frames, config.session(model.tokenizer()))) {
            session.listen((phase, done, total) -> interruption.check());
            // a score that no prompt can reach lets every chain go
            found = session.assess(
                    List.of(
                            result.initialPrompt().toPrompt(),
                            result.finalPrompt().toPrompt()),
                    new Cutoff(true, ScoreWeights.ofMistakes(1), -1));
        }
        double deviation = Math.max(
                relative(found.get(0).fluencyLoss(), then.initialFluencyLoss()),
                relative(found.get(1).fluencyLoss(), then.finalFluencyLoss()));
        double tolerance = tolerance(model);
        String figures = String.format(
                Locale.ROOT, "of both prompts found again within %.1e (tolerance %.0e)", deviation, tolerance);
        return deviation <= tolerance
                ? Finding.ok("readability", figures)
                : Finding.failed("readability", ErrorCode.EXPECTATION_NOT_MET, figures, RESTORE_RESULT);
    }

    private static double tolerance(GradientModel model) {
        return isFloat32(model) ? LOSS_TOLERANCE : REDUCED_LOSS_TOLERANCE;
    }

    private static boolean isFloat32(GradientModel model) {
        return model.info().dtype().equals("float32");
    }

    /** Number of events up to the last one that accepted another model file; 0 without one. */
    private static int lastChangeOfModel(List<RunEvent> events) {
        for (int at = events.size(); at > 0; at--) {
            RunEvent event = events.get(at - 1);
            if (event.type().equals(Conditions.ACCEPTED)
                    && event.payload(Conditions.Accepted.class).changes().stream()
                            .anyMatch(Conditions.Change::isOfModel)) {
                return at;
            }
        }
        return 0;
    }
}
