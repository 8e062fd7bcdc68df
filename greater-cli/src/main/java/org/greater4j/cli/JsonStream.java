package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import org.greater4j.app.Progress;
import org.greater4j.app.RunListener;
import org.greater4j.app.download.DownloadEvent;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.Finalist;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunResult;

/**
 * A run told to programs: one JSON object a line on standard output, each with the name of its {@code event}.
 *
 * <p>What advances many times a second is told some times a second.
 */
final class JsonStream implements RunListener, DownloadListener {
    private static final long PROGRESS_NANOS = 300_000_000;

    private final Terminal terminal;
    private String activity = "";
    private long toldAt = System.nanoTime() - PROGRESS_NANOS;

    JsonStream(Terminal terminal) {
        this.terminal = terminal;
    }

    /** That the command failed, or was interrupted. */
    static void error(Terminal terminal, Failure failure) {
        print(terminal, event("error").put("code", failure.code()).put("message", failure.message()));
    }

    @Override
    public void onEvent(DownloadEvent event) {
        if (event instanceof DownloadEvent.Progress progress) {
            if (isDue("download")) {
                String share = progress.totalBytes() <= 0
                        ? Text.bytes(progress.bytes())
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% of %s",
                                100.0 * progress.bytes() / progress.totalBytes(),
                                Text.bytes(progress.totalBytes()));
                print(event("note").put("text", "fetching the model: " + share));
            }
        } else if (event instanceof DownloadEvent.SourceStarted started) {
            print(event("note").put("text", "fetching " + started.fileName() + " from " + started.source()));
        }
    }

    @Override
    public void modelLoaded(ModelInfo model) {
        print(event("model")
                .put("name", model.name())
                .put("sha256", model.sha256())
                .put("dtype", model.dtype())
                .put("device", model.device()));
    }

    @Override
    public void callsEstimated(CallEstimate estimate) {
        print(event("estimate")
                .put("calls", estimate.calls())
                .put("tokens", estimate.usage().tokens())
                .put("money", estimate.money())
                .put("currency", estimate.currency())
                .put("text", estimate.text()));
    }

    @Override
    public void started(Path directory, Manifest manifest, boolean resumed) {
        print(event("started")
                .put("directory", directory.toAbsolutePath().normalize().toString())
                .put("task", manifest.task().name())
                .put("seed", manifest.seed())
                .put("resumed", resumed));
    }

    @Override
    public void changeAccepted(String change) {
        print(event("note").put("text", "going on with another " + change));
    }

    @Override
    public void initialScored(ScoredPrompt initial, int examples) {
        print(scored("scored", initial).put("examples", examples));
    }

    @Override
    public void progressed(Progress progress) {
        if (!isDue(progress.activity() + progress.step())) {
            return;
        }
        ObjectNode told = event("progress")
                .put("activity", progress.activity())
                .put("step", progress.step())
                .put("steps", progress.steps())
                .put("done", progress.done())
                .put("total", progress.total());
        if (progress.secondsLeft() >= 0) {
            told.put("secondsLeft", Math.round(progress.secondsLeft()));
        }
        print(told);
    }

    @Override
    public void stepDone(StepRecord step, ScoredPrompt best, int steps) {
        ObjectNode told = event("step")
                .put("step", step.step())
                .put("steps", steps)
                .put("position", step.position())
                .put("prompt", step.after().text())
                .put("candidates", step.candidates().length)
                .put("bestScore", best.score())
                .put("bestPrompt", best.prompt().text());
        ArrayNode trials = told.putArray("trials");
        for (StepRecord.Trial trial : step.trials()) {
            trials.addObject()
                    .put("token", trial.text())
                    .put("gradient", trial.gradient())
                    .put("score", trial.scored().score())
                    .put("complete", trial.assessment().complete())
                    .put("chosen", trial.token() == step.chosen());
        }
        print(told);
    }

    @Override
    public void promptScored(int step, String part, int right, int rows, String prompt) {
        print(event("scored")
                .put("step", step)
                .put("part", part)
                .put("right", right)
                .put("rows", rows)
                .put("prompt", prompt));
    }

    @Override
    public void proposed(int step, String purpose, int asked, int read) {
        print(event("proposed")
                .put("step", step)
                .put("purpose", purpose)
                .put("asked", asked)
                .put("read", read));
    }

    @Override
    public void finalistMeasured(Finalist finalist) {
        print(event("finalist")
                .put("prompt", finalist.prompt().text())
                .put("score", finalist.trainingScore())
                .put("right", finalist.dev().right())
                .put("rows", finalist.dev().rows()));
    }

    /** The whole result, as {@code --json} has it. */
    void finished(ObjectNode result) {
        ObjectNode told = event("finished");
        told.setAll(result);
        print(told);
    }

    @Override
    public void finished(Path directory, RunResult result) {
        // told with all that belongs to it by the other one
    }

    private static ObjectNode scored(String name, ScoredPrompt scored) {
        return event(name)
                .put("prompt", scored.prompt().text())
                .put("score", scored.score())
                .put("mistakes", scored.mistakes());
    }

    private boolean isDue(String now) {
        if (now.equals(activity) && System.nanoTime() - toldAt < PROGRESS_NANOS) {
            return false;
        }
        activity = now;
        toldAt = System.nanoTime();
        return true;
    }

    private static ObjectNode event(String name) {
        return JsonOutput.object().put("event", name);
    }

    private void print(ObjectNode told) {
        print(terminal, told);
    }

    private static void print(Terminal terminal, ObjectNode told) {
        terminal.out().println(told); // a node's text is JSON on one line
    }
}
