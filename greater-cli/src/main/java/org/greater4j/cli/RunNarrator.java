package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Methods;
import org.greater4j.app.Progress;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunListener;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a run goes: a table with a line a step, a faint one more where trials were let go early, and on a terminal a {@link LiveView}
 * below it that says what is going on.
 *
 * <p>Elsewhere a phase is told of when it begins, but at most every few seconds: short runs get a dozen lines and long ones one or two a
 * step.
 */
final class RunNarrator implements RunListener {
    private static final long PLAIN_NANOS = 20_000_000_000L;
    // what stands before the prompt in a line of the table
    private static final int TABLE = 27;
    private static final String STEP_INDENT = " ".repeat(8);

    private final Narration narration;
    private @Nullable Path directory;
    private Runnable whenBegun = () -> {};
    private int examples;
    private int finalists;
    private final List<Double> scores = new ArrayList<>();
    private String marked = "";
    private String activity = "";
    private long toldAt = System.nanoTime();

    RunNarrator(Narration narration) {
        this.narration = narration;
    }

    /** What is to be done once there is a record. */
    void whenBegun(Runnable deed) {
        whenBegun = deed;
    }

    /** Where the run is recorded, or null as long as nothing is. */
    @Nullable
    Path directory() {
        return directory;
    }

    @Override
    public void modelLoaded(ModelInfo model) {
        narration.clear();
        if (model.isRemote()) {
            narration.say(label("model") + model.name());
            return;
        }
        narration.say(label("model")
                + String.format(
                        Locale.ROOT,
                        "%s (%s, %s weights, %s on %s, threads: %s)",
                        Text.model(model.name()),
                        model.architecture(),
                        Text.count(model.parameters()),
                        model.dtype(),
                        model.device(),
                        model.settings().getOrDefault("threads", "?")));
    }

    @Override
    public void callsEstimated(CallEstimate estimate) {
        narration.say(label("estimate") + estimate.text());
    }

    @Override
    public void started(Path begun, Manifest manifest, boolean resumed) {
        directory = begun;
        RunConfig config = RunConfig.of(manifest, begun);
        boolean byFeedback = Methods.of(config.method()).usesFeedback();
        whenBegun.run();
        if (byFeedback && config.feedback().optimizer() != null) {
            narration.say(label("optimizer") + config.feedback().optimizer());
        }
        examples = manifest.split().train().size();
        narration.say(label("task") + manifest.task().label() + ": " + examples + " train, "
                + manifest.split().dev().size() + " dev, "
                + manifest.split().test().size() + " test examples, seed " + manifest.seed());
        narration.say(label("answers") + manifest.task().answerFormat() + ", after: "
                + manifest.task().extractor().strip());
        narration.say(label("run") + begun + (resumed ? " (resumed)" : ""));
        narration.say("");
        narration.say(narration
                .style()
                .bold(String.format(
                        Locale.ROOT,
                        "%-7s %4s  %5s  %-7s %s",
                        "step",
                        byFeedback ? "" : "pos",
                        byFeedback ? "part" : "score",
                        byFeedback ? "right" : "wrong",
                        byFeedback ? "prompt" : "prompt, new token marked")));
    }

    @Override
    public void promptScored(int step, String part, int right, int rows, String prompt) {
        narration.say(String.format(
                Locale.ROOT, "%-7s %4s  %5s  %-7s %s", step, "", part, right + "/" + rows, prompt(prompt)));
        toldAt = System.nanoTime();
    }

    @Override
    public void proposed(int step, String purpose, int asked, int read) {
        if (read < asked) {
            String line = purpose + ": " + read + " of " + asked + " replies could be read";
            narration.say(STEP_INDENT
                    + narration.style().faint(Text.clip(line, narration.width() - STEP_INDENT.length() - 1)));
        }
    }

    @Override
    public void changeAccepted(String change) {
        narration.say("note: going on with another " + change);
    }

    @Override
    public void initialScored(ScoredPrompt initial, int trainingExamples) {
        examples = trainingExamples;
        scores.add(initial.score());
        row(
                "start",
                "",
                initial.score(),
                initial.mistakes(),
                prompt(initial.prompt().text()));
    }

    @Override
    public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
        double score = Double.NaN;
        int mistakes = -1;
        for (StepRecord.Trial trial : step.trials()) {
            if (trial.token() == step.chosen() && trial.assessment().complete()) {
                score = trial.scored().score();
                mistakes = trial.scored().mistakes();
            }
        }
        scores.add(Double.isNaN(score) && !scores.isEmpty() ? scores.get(scores.size() - 1) : score);
        marked = step.before().equals(step.after()) ? "" : change(step, narration.width() - LiveView.INDENT - 1);
        row(step.step() + "/" + steps, Integer.toString(step.position()), score, mistakes, change(step, room()));
        letGo(step);
    }

    // one line for all of them: what is known of their scores, and on how much
    private void letGo(StepRecord step) {
        List<String> told = new ArrayList<>();
        for (StepRecord.Trial trial : step.trials()) {
            Assessment assessment = trial.assessment();
            if (!assessment.complete()) {
                told.add(String.format(
                        Locale.ROOT,
                        "%s ≥ %.3f after %d/%d",
                        Text.flat(trial.text()).strip(),
                        trial.scored().score(),
                        assessment.assessed(),
                        assessment.examples().size()));
            }
        }
        if (!told.isEmpty()) {
            String line = "let go: " + String.join(", ", told);
            narration.say(STEP_INDENT
                    + narration.style().faint(Text.clip(line, narration.width() - STEP_INDENT.length() - 1)));
        }
    }

    @Override
    public void finalistMeasured(Finalist finalist) {
        if (finalists++ == 0) {
            narration.say("");
            narration.say(narration
                    .style()
                    .bold(String.format(Locale.ROOT, "%-7s %4s  %5s  %-7s %s", "dev", "", "score", "right", "prompt")));
        }
        narration.say(String.format(
                Locale.ROOT,
                "%-7s %4s  %5s  %-7s %s",
                finalists,
                "",
                finalist.trainingScore() == null ? "" : String.format(Locale.ROOT, "%.3f", finalist.trainingScore()),
                finalist.dev().right() + "/" + finalist.dev().rows(),
                prompt(finalist.prompt().text())));
        toldAt = System.nanoTime();
    }

    @Override
    public void progressed(Progress progress) {
        if (narration.live()) {
            narration.status(new LiveView(narration.style(), narration.width() - 1).lines(progress, scores, marked));
            return;
        }
        String now = progress.activity() + " " + progress.step();
        if (!now.equals(activity) && System.nanoTime() - toldAt >= PLAIN_NANOS) {
            activity = now;
            toldAt = System.nanoTime();
            narration.say(STEP_INDENT + status(progress));
        }
    }

    @Override
    public void finished(Path ended, RunResult result) {
        directory = ended;
        narration.clear();
    }

    private void row(String step, String position, double score, int mistakes, String prompt) {
        narration.say(String.format(
                Locale.ROOT,
                "%-7s %4s  %5s  %-7s %s",
                step,
                position,
                Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.3f", score),
                mistakes < 0 ? "" : mistakes + "/" + examples,
                prompt));
        toldAt = System.nanoTime();
    }

    private String status(Progress progress) {
        StringBuilder line = new StringBuilder();
        if (progress.step() > 0 && List.of("propose", "gradient", "select").contains(progress.activity())) {
            line.append("step ")
                    .append(progress.step())
                    .append('/')
                    .append(progress.steps())
                    .append("  ");
        }
        line.append(progress.activity());
        if (progress.total() > 0) {
            line.append(' ').append(progress.done()).append('/').append(progress.total());
        }
        if (!Double.isNaN(progress.score())) {
            line.append(String.format(Locale.ROOT, "  score %.3f", progress.score()));
        }
        if (progress.secondsLeft() >= 0) {
            line.append("  ").append(Text.clock(progress.secondsLeft())).append(" left");
        }
        return line.toString();
    }

    private String change(StepRecord step, int room) {
        String after = step.after().text();
        if (step.before().equals(step.after())) {
            return "(kept) " + Text.clip(Text.flat(after).strip(), room - "(kept) ".length());
        }
        String token = tokenText(step);
        int from = lastStart(after, token, commonPrefix(step.before().text(), after));
        String shown = Text.flat(after);
        if (from < 0 || shown.length() != after.length()) {
            return Text.clip(shown, room);
        }
        // the space in front of a word is no part of what is seen, nor is the one in front of the prompt
        int word = from + (token.startsWith(" ") && token.length() > 1 ? 1 : 0);
        int begin = word > 0 && shown.startsWith(" ") ? 1 : 0;
        return Text.around(
                shown.substring(begin), word - begin, from + token.length() - begin, room, narration.style());
    }

    private static String tokenText(StepRecord step) {
        for (int at = 0; at < step.candidates().length; at++) {
            if (step.candidates()[at] == step.chosen()) {
                return step.candidateTexts().get(at);
            }
        }
        return "";
    }

    private static int commonPrefix(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    // the old and the new token may begin alike, so the new one can start before the first difference
    private static int lastStart(String text, String part, int latest) {
        return part.isEmpty() ? -1 : text.lastIndexOf(part, latest);
    }

    private String prompt(String text) {
        return Text.clip(Text.flat(text).strip(), room());
    }

    private int room() {
        return narration.width() - TABLE - 1;
    }

    private String label(String name) {
        return narration.style().faint(String.format(Locale.ROOT, "%-10s", name));
    }
}
